package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.TruncationTest.Cut;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.Http2Server;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of both endpoints as OpenAI's servers sent them are never called complete when they end, break or stall at a byte. */
class RecordedCutsTest {
    private static final List<Cut> CUTS = List.of(Cut.LAST_CHUNK, Cut.RESET, Cut.STALL);

    /** About one reset of HTTP/2 in ten thousand is not told to the body's subscriber; then time must tell. */
    private static final Duration LOST_RESET = Duration.ofSeconds(1);

    private final StalledServer stalled = new StalledServer();

    /** What a server sent; it is whole when its only finish reason has come. */
    record Recording(String name, String body, int whole, int done) {
        private static final String FINISH = "\"finish_reason\":\"";

        static Recording read(String name) throws IOException {
            String path = "/dev/nagare/verification/" + name + ".sse";
            try (InputStream in = Objects.requireNonNull(RecordedCutsTest.class.getResourceAsStream(path), path)) {
                byte[] bytes = in.readAllBytes();
                String body = new String(bytes, StandardCharsets.US_ASCII);
                assertThat(body.getBytes(StandardCharsets.US_ASCII))
                        .as("one byte a character")
                        .isEqualTo(bytes);
                assertThat(body.indexOf(FINISH)).isPositive().isEqualTo(body.lastIndexOf(FINISH));
                int whole = body.indexOf('\n', body.indexOf(FINISH));
                return new Recording(name, body, whole, body.indexOf("[DONE]") + "[DONE]".length() + 2);
            }
        }

        /** How many places there are to cut it at. */
        int cuts() {
            return body.length() + 1;
        }

        String before(int cut) {
            return body.substring(0, cut);
        }

        AnswerStream<?, ?> open(ChatClient client) {
            return name.startsWith("chat") ? client.stream(Streams.chat()) : client.stream(Streams.completion());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Recording> recordings() throws IOException {
        return List.of(
                Recording.read("chat-stream-usage-2025"),
                Recording.read("chat-stream-logprobs-2024"),
                Recording.read("completion-stream-usage-2025"),
                Recording.read("completion-stream-2025"));
    }

    static List<Recording> recordingsOfBothEndpoints() throws IOException {
        return List.of(Recording.read("chat-stream-usage-2025"), Recording.read("completion-stream-2025"));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void cutAtEveryByte(Recording recording) {
        int cuts = recording.cuts();
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = stalled.client(Streams.client(server));
            int[] at = {0};
            for (Cut cut : CUTS) {
                server.handle(
                        cuts,
                        connection -> TruncationTest.answer(
                                connection, cut, recording.before(at[0]).getBytes(StandardCharsets.US_ASCII), cuts));
                for (int i = 0; i < cuts; i++) {
                    at[0] = i;
                    try (AnswerStream<?, ?> stream = recording.open(client)) {
                        check(recording, cut, i, stream);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recordingsOfBothEndpoints")
    void cutAtEveryByteOverHttp2(Recording recording) {
        try (Http2Server server = Http2Server.start()) {
            ChatClient client = stalled.client(Http2Test.client(server));
            for (Cut cut : CUTS) {
                for (int i = 0; i < recording.cuts(); i++) {
                    cutOverHttp2(server, client, recording, cut, i);
                }
            }
        }
    }

    private void cutOverHttp2(Http2Server server, ChatClient client, Recording recording, Cut cut, int at) {
        try (AnswerStream<?, ?> stream = recording.open(client)) {
            Http2Server.Exchange exchange = server.next().beginEvents().data(recording.before(at));
            if (cut == Cut.LAST_CHUNK) {
                exchange.end();
            } else if (cut == Cut.RESET) {
                exchange.reset();
            }
            check(recording, cut, at, stream);
            if (cut == Cut.STALL) {
                // A whole answer's stream gets a moment to end by itself.
                stalled.pass();
                exchange.awaitGone();
            }
        }
    }

    private void check(Recording recording, Cut cut, int at, AnswerStream<?, ?> stream) {
        Duration patience = cut == Cut.STALL && at < recording.done
                ? StalledServer.AT_ONCE
                : cut == Cut.RESET ? LOST_RESET : StalledServer.PATIENT;
        NagareClientException thrown = stalled.read(stream, patience);
        String where = recording + ", " + cut + " after byte " + at;
        boolean completed = stream.end().orElseThrow() instanceof StreamEnd.Completed;
        boolean mayBeComplete = at >= (cut.clean ? recording.whole : recording.done);
        if (cut == Cut.RESET) {
            // A reset may lose what was sent before it.
            assertThat(completed && !mayBeComplete).as(where).isFalse();
        } else {
            assertThat(completed).as(where).isEqualTo(mayBeComplete);
        }
        assertThat(thrown == null).as(where).isEqualTo(completed);
        if (thrown != null && cut.clean) {
            assertThat(thrown).as(where).isInstanceOf(TruncatedStreamException.class);
        }
    }
}
