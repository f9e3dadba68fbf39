package dev.nagare.cli;

import static dev.nagare.cli.Setting.Shape.LIST;
import static dev.nagare.cli.Setting.Shape.MAP;
import static dev.nagare.cli.Setting.Shape.ONE;

import dev.nagare.server.LogFormat;
import dev.nagare.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set for a server: the one table behind the flags, the help, the configuration file and what is
 * printed of it. What holds at first comes from the server itself.
 */
final class Settings {
    private static final ServerConfig AT_FIRST = ServerConfig.defaults();
    private static final List<Setting<?>> TABLE = new ArrayList<>();
    private static final int ANY = Integer.MAX_VALUE;
    private static final int GIB = 1 << 30;

    static final Setting<Path> MODEL = many(
            "model",
            Section.MODELS,
            LIST,
            Kinds.file("FILE"),
            "A GGUF file to serve, under its name without .gguf; may be given several times. Without one the "
                    + "built-in model answers whatever model a request names.");
    static final Setting<Alias> ALIAS =
            many("alias", Section.MODELS, MAP, Kinds.alias(), "Another name for a model; may be given several times.");
    static final Setting<Double> PACE = one(
            "pace",
            Section.MODELS,
            Kinds.rate("N"),
            null,
            "Throttle every answer to N tokens a second. Off by default.");

    static final Setting<String> HOST = one(
            "host",
            Section.ADDRESS,
            Kinds.text("HOST", "an address or a name"),
            AT_FIRST.host(),
            "The address to listen on. Any other than a loopback address needs --api-key-file or --allow-open.");
    static final Setting<Integer> PORT = one(
            "port",
            Section.ADDRESS,
            Kinds.number("PORT", 0, 65_535),
            AT_FIRST.port(),
            "The port to listen on; 0 takes a free one.");
    static final Setting<Integer> METRICS_PORT = one(
            "metrics-port",
            Section.ADDRESS,
            Kinds.number("PORT", 0, 65_535),
            null,
            "Answer /health, /ready and /metrics on this port, in plain HTTP, in place of the other one.");
    static final Setting<String> METRICS_HOST = one(
            "metrics-host",
            Section.ADDRESS,
            Kinds.text("HOST", "an address or a name"),
            null,
            "The address that --metrics-port listens on; that of --host unless it is set.");

    static final Setting<Path> TLS_CERT = one(
            "tls-cert",
            Section.ADDRESS,
            Kinds.file("FILE"),
            null,
            "The certificate and those it is signed with, as PEM: HTTPS, with HTTP/2 for whoever asks for it.");
    static final Setting<Path> TLS_KEY = one(
            "tls-key",
            Section.ADDRESS,
            Kinds.file("FILE"),
            null,
            "The certificate's private key, as PEM (PKCS #8, not encrypted).");
    static final Setting<String> CORS_ORIGIN = many(
            "cors-origin",
            Section.ADDRESS,
            LIST,
            Kinds.origin(),
            "A web origin whose pages may call; * for all. May be given several times. None by default.");

    static final Setting<Path> API_KEY_FILE = one(
            "api-key-file",
            Section.CALLERS,
            Kinds.file("FILE"),
            null,
            "The keys that may call, one a line; 'nagare key NAME' makes one. Read again when it changes.");
    static final Setting<Boolean> ALLOW_OPEN = one(
            "allow-open",
            Section.CALLERS,
            Kinds.yesOrNo(),
            AT_FIRST.allowOpen(),
            "Let everyone call who can reach the address, without any key.");
    static final Setting<Integer> RPM = one(
            "rpm",
            Section.CALLERS,
            Kinds.number("N", 0, ANY),
            AT_FIRST.rpm(),
            "Requests a minute for each key; 0 for any number.");
    static final Setting<Integer> TPM = one(
            "tpm",
            Section.CALLERS,
            Kinds.number("N", 0, ANY),
            AT_FIRST.tpm(),
            "Tokens a minute for each key; 0 for any number.");

    static final Setting<Integer> MAX_RUNNING = one(
            "max-running",
            Section.ADMISSION,
            Kinds.number("N", 1, ANY),
            AT_FIRST.maxRunning(),
            "Generations that run at a time; further requests wait.");
    static final Setting<Integer> MAX_QUEUED = one(
            "max-queued",
            Section.ADMISSION,
            Kinds.number("N", 0, ANY),
            AT_FIRST.maxQueued(),
            "Requests that wait; one more is answered with 429.");
    static final Setting<Duration> QUEUE_TIMEOUT = one(
            "queue-timeout",
            Section.ADMISSION,
            Kinds.time(),
            AT_FIRST.queueTimeout(),
            "How long a request may wait for its turn; then it is answered with 503.");
    static final Setting<Integer> MAX_CONNECTIONS = one(
            "max-connections",
            Section.ADMISSION,
            Kinds.number("N", 1, ANY),
            AT_FIRST.maxConnections(),
            "Open connections; one more is answered with 429 and closed.");
    static final Setting<Integer> MAX_STREAMS = one(
            "max-streams",
            Section.ADMISSION,
            Kinds.number("N", 1, ANY),
            AT_FIRST.maxStreams(),
            "Requests that one HTTP/2 connection may have open.");

    static final Setting<Duration> COMMIT_AFTER = one(
            "commit-after",
            Section.TIME,
            Kinds.timeOrZero(),
            AT_FIRST.commitAfter(),
            "How long a stream's status waits for the first token, so that an error has its own; 0 sends it at once.");
    static final Setting<Duration> HEARTBEAT = one(
            "heartbeat",
            Section.TIME,
            Kinds.time(),
            AT_FIRST.heartbeatEvery(),
            "A stream that is silent for this long is sent a comment.");
    static final Setting<Duration> REQUEST_TIMEOUT = one(
            "request-timeout",
            Section.TIME,
            Kinds.timeOrZero(),
            AT_FIRST.requestTimeout(),
            "How long a request may take altogether; 0 for any time.");
    static final Setting<Duration> STALL_TIMEOUT = one(
            "stall-timeout",
            Section.TIME,
            Kinds.time(),
            AT_FIRST.stallTimeout(),
            "A reader that accepts no byte for this long is ended.");
    static final Setting<Duration> BODY_TIMEOUT = one(
            "body-timeout",
            Section.TIME,
            Kinds.time(),
            AT_FIRST.bodyTimeout(),
            "How long a request's body may take to come.");
    static final Setting<Duration> IDLE_TIMEOUT = one(
            "idle-timeout",
            Section.TIME,
            Kinds.time(),
            AT_FIRST.idleTimeout(),
            "How long a connection may be without a request.");
    static final Setting<Duration> DRAIN = one(
            "drain",
            Section.TIME,
            Kinds.timeOrZero(),
            AT_FIRST.drainFor(),
            "How long running requests may go on when the server is told to stop.");

    static final Setting<Integer> MAX_BODY = one(
            "max-body", Section.LIMITS, Kinds.size(1, GIB), AT_FIRST.maxBodyBytes(), "The largest body of a request.");
    static final Setting<Long> MAX_BODIES = one(
            "max-bodies",
            Section.LIMITS,
            Kinds.total(),
            AT_FIRST.maxBodiesBytes(),
            "All bodies of requests that are held at a time; a request beyond that is answered with 503.");
    static final Setting<Integer> MAX_HEADER = one(
            "max-header",
            Section.LIMITS,
            Kinds.size(256, 1 << 20),
            AT_FIRST.maxHeaderBytes(),
            "All headers of a request together.");
    static final Setting<Integer> MAX_REQUEST_LINE = one(
            "max-request-line",
            Section.LIMITS,
            Kinds.size(256, 1 << 20),
            AT_FIRST.maxInitialLineBytes(),
            "The longest request line.");
    static final Setting<Integer> MAX_MESSAGES = one(
            "max-messages",
            Section.LIMITS,
            Kinds.number("N", 1, ANY),
            AT_FIRST.maxMessages(),
            "The most messages of a chat.");
    static final Setting<Integer> MAX_ANSWER = one(
            "max-answer",
            Section.LIMITS,
            Kinds.size(1, GIB),
            AT_FIRST.maxAnswerBytes(),
            "The largest answer that is not streamed.");
    static final Setting<Integer> OUTBOX = one(
            "outbox",
            Section.LIMITS,
            Kinds.size(1, GIB),
            AT_FIRST.outboxBytes(),
            "What may wait for a slow reader before its generation is paused.");

    static final Setting<Boolean> STRICT = one(
            "strict",
            Section.CONTRACT,
            Kinds.yesOrNo(),
            AT_FIRST.strict(),
            "Refuse parameters that are not known; otherwise they are ignored and counted.");

    static final Setting<String> POLICY = one(
            "policy",
            Section.MODERATION,
            Kinds.text("FILE|NAME", "the path of a policy file, or pii or words"),
            null,
            "Moderate every answer by a policy file, or by pii or words, which come with nagare; also answers "
                    + "/v1/moderations.");
    static final Setting<Boolean> VERDICTS = one(
            "verdicts",
            Section.MODERATION,
            Kinds.yesOrNo(),
            false,
            "Send the verdicts of the policy with every chat stream, not only where its request asks for moderation.");
    static final Setting<String> JUDGE_URL = one(
            "judge-url",
            Section.MODERATION,
            Kinds.text("URL", "a base URL such as https://api.openai.com/v1"),
            null,
            "Have every answer judged by a server with OpenAI's moderation API while it is generated; its key is in "
                    + Judges.KEY + ".");
    static final Setting<String> JUDGE_MODEL = one(
            "judge-model",
            Section.MODERATION,
            Kinds.text("NAME", "a name"),
            null,
            "The model that judges; without it the judge's own choice.");
    static final Setting<Duration> JUDGE_TIMEOUT = one(
            "judge-timeout",
            Section.MODERATION,
            Kinds.time(),
            Duration.ofSeconds(10),
            "How long one verdict may take.");
    static final Setting<Boolean> JUDGE_FAIL_OPEN = one(
            "judge-fail-open",
            Section.MODERATION,
            Kinds.yesOrNo(),
            false,
            "Show text for which no verdict came; otherwise its answer ends with an error.");
    static final Setting<Boolean> JUDGE_PROMPT = one(
            "judge-prompt", Section.MODERATION, Kinds.yesOrNo(), false, "Let what is judged begin with the messages.");
    static final Setting<Boolean> JUDGE_INPUT = one(
            "judge-input",
            Section.MODERATION,
            Kinds.yesOrNo(),
            false,
            "Have the messages judged first, and refuse what is rejected.");
    static final Setting<Boolean> JUDGE_SPARINGLY = one(
            "judge-sparingly",
            Section.MODERATION,
            Kinds.yesOrNo(),
            false,
            "Ask only when there are 32, then 64, 128, 256 new characters: for a judge that is paid by the token.");

    static final Setting<String> ACCESS_LOG = one(
            "access-log",
            Section.LOG,
            Kinds.text("FILE|-|off", "the path of a file, - or off"),
            "-",
            "Where a line for each request goes: a file, - for standard error, off for nowhere.");
    static final Setting<LogFormat> LOG_FORMAT =
            one("log-format", Section.LOG, Kinds.word(LogFormat.class), LogFormat.TEXT, "How these lines are written.");

    static final Setting<Integer> EVENT_LOOPS = one(
            "event-loops",
            Section.TUNING,
            Kinds.number("N", 1, 1_024),
            AT_FIRST.eventLoops(),
            "Threads that read and write sockets.");
    static final Setting<Boolean> NATIVE_TRANSPORT = one(
            "native-transport",
            Section.TUNING,
            Kinds.yesOrNo(),
            AT_FIRST.nativeTransport(),
            "Use epoll where it can be used.");
    static final Setting<Integer> SEND_BUFFER = one(
            "send-buffer",
            Section.TUNING,
            Kinds.size(0, GIB),
            AT_FIRST.sendBufferBytes(),
            "The send buffer of a socket; 0 leaves it to the system.");
    static final Setting<Integer> LOW_WATER = one(
            "low-water",
            Section.TUNING,
            Kinds.size(1, GIB),
            AT_FIRST.writeLowWaterBytes(),
            "A full socket is written to again below this many waiting bytes.");
    static final Setting<Integer> HIGH_WATER = one(
            "high-water",
            Section.TUNING,
            Kinds.size(1, GIB),
            AT_FIRST.writeHighWaterBytes(),
            "A socket counts as full from this many waiting bytes on.");

    /** What is set of a judge, who must be named for it. */
    static final List<Setting<?>> OF_A_JUDGE =
            List.of(JUDGE_MODEL, JUDGE_TIMEOUT, JUDGE_FAIL_OPEN, JUDGE_PROMPT, JUDGE_INPUT, JUDGE_SPARINGLY);

    private Settings() {}

    /** All of them, in the order of the help. */
    static List<Setting<?>> all() {
        return List.copyOf(TABLE);
    }

    /** The setting of this name, or null. */
    static @Nullable Setting<?> find(String name) {
        for (Setting<?> setting : TABLE) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        return null;
    }

    private static <T> Setting<T> one(
            String name, Section section, Kind<T> kind, @Nullable T fallback, String description) {
        return add(
                new Setting<>(name, section, ONE, kind, fallback == null ? List.of() : List.of(fallback), description));
    }

    private static <T> Setting<T> many(
            String name, Section section, Setting.Shape shape, Kind<T> kind, String description) {
        return add(new Setting<>(name, section, shape, kind, List.of(), description));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        TABLE.add(setting);
        return setting;
    }
}
