package dev.nagare.client;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.CompletionRequestCodec;
import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.ModelCodec;
import dev.nagare.wire.ModelList;
import dev.nagare.wire.Prompt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a server of OpenAI's completions API.
 *
 * <p>Make one and use it for everything: it keeps connections, and any number of threads may use it. It holds nothing
 * that must be closed.
 */
public final class ChatClient {
    /** Where requests go unless something else is said. */
    public static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private final URI baseUrl;
    private final Map<String, String> headers;
    private final ClientSettings settings;
    private final HttpClient http;
    private final LongSupplier clock;
    private final Watchdog watchdog;

    ChatClient(
            URI baseUrl,
            Map<String, String> headers,
            ClientSettings settings,
            HttpClient http,
            LongSupplier clock,
            Watchdog watchdog) {
        this.baseUrl = baseUrl;
        this.headers = headers;
        this.settings = settings;
        this.http = http;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /** A builder with the original service's address and no key. */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /**
     * A client that goes by the environment: {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and
     * {@code OPENAI_PROJECT_ID}, each of which may be missing or empty.
     *
     * @throws IllegalArgumentException when one of them cannot be used
     */
    public static ChatClient fromEnvironment() {
        return builder().environment(System.getenv()).build();
    }

    /**
     * Asks for a whole chat completion and waits for it.
     *
     * @throws ApiException when the server refuses
     * @throws CallCancelledException when the thread is interrupted
     * @throws NagareClientException when anything else goes wrong
     */
    public ChatCompletion chat(ChatCompletionRequest request) {
        byte[] body = ChatCompletionRequestCodec.encode(
                request.toBuilder().stream(null).streamOptions(null).build());
        return whole("chat/completions", body, new ChatAssembly(1));
    }

    /** Asks for a chat completion that comes as it is generated. Returns at once. */
    public ChatCompletionStream stream(ChatCompletionRequest request) {
        byte[] body = ChatCompletionRequestCodec.encode(
                request.toBuilder().stream(true).build());
        return new ChatCompletionStream(reader("chat/completions", body, new ChatAssembly(request.choices())));
    }

    /**
     * Asks for a whole completion of the older endpoint and waits for it.
     *
     * @throws ApiException when the server refuses
     * @throws CallCancelledException when the thread is interrupted
     * @throws NagareClientException when anything else goes wrong
     */
    public Completion complete(CompletionRequest request) {
        byte[] body = CompletionRequestCodec.encode(
                request.toBuilder().stream(null).streamOptions(null).build());
        return whole("completions", body, new CompletionAssembly(1));
    }

    /** Asks for a completion of the older endpoint that comes as it is generated. Returns at once. */
    public CompletionStream stream(CompletionRequest request) {
        byte[] body =
                CompletionRequestCodec.encode(request.toBuilder().stream(true).build());
        return new CompletionStream(reader("completions", body, new CompletionAssembly(choices(request))));
    }

    /**
     * The models that the server answers for.
     *
     * @throws NagareClientException when the server does not say
     */
    public ModelList models() {
        Exchange exchange = send(request("models", "application/json").GET().build());
        ResponseHead head = exchange.awaitHead();
        byte[] body = head == null ? null : body(exchange, head);
        if (head == null || body == null) {
            throw new CallCancelledException(head);
        }
        try {
            return ModelCodec.decodeList(body);
        } catch (MalformedJsonException e) {
            throw new ProtocolException("the response is no list of models: " + e.getMessage(), head);
        }
    }

    private static int choices(CompletionRequest request) {
        int prompts = 1;
        if (request.prompt() instanceof Prompt.Texts texts) {
            prompts = texts.texts().size();
        } else if (request.prompt() instanceof Prompt.TokenLists lists) {
            prompts = lists.lists().size();
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (long) prompts * request.choices()));
    }

    private <C, A> StreamReader<C, A> reader(String path, byte[] body, Assembly<C, A> assembly) {
        HttpRequest request = request(path, "text/event-stream, application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return new StreamReader<>(send(request), assembly, settings);
    }

    private <A> A whole(String path, byte[] body, Assembly<?, A> assembly) {
        Exchange exchange = send(request(path, "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        ResponseHead head = exchange.awaitHead();
        byte[] answer = head == null ? null : body(exchange, head);
        if (head == null || answer == null) {
            throw new CallCancelledException(head);
        }
        return Bodies.whole(assembly, head, answer);
    }

    /** The body of a response that is a success; null when cancelled. */
    private byte @Nullable [] body(Exchange exchange, ResponseHead head) {
        if (Bodies.isSuccess(head)) {
            return exchange.readAll(settings.maxBodyBytes(), false);
        }
        byte[] body = exchange.readAll(Bodies.MAX_ERROR_BYTES, true);
        if (body == null) {
            return null;
        }
        throw Bodies.failure(head, body);
    }

    private Exchange send(HttpRequest request) {
        return Exchange.send(http, request, settings.deadlines(), clock, watchdog);
    }

    private HttpRequest.Builder request(String path, String accept) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(resolve(path)).header("Accept", accept);
        headers.forEach(builder::setHeader);
        if (baseUrl.getScheme().equals("http")) {
            // Else the client asks to upgrade to HTTP/2, which some servers take amiss.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        return builder;
    }

    /** The address of an endpoint; a query of the base URL stays at the end. */
    private URI resolve(String path) {
        String base = baseUrl.toString();
        int query = base.indexOf('?');
        String before = query < 0 ? base : base.substring(0, query);
        String after = query < 0 ? "" : base.substring(query);
        return URI.create(before + (before.endsWith("/") ? "" : "/") + path + after);
    }
}
