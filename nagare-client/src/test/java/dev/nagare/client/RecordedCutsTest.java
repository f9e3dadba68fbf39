package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.TruncationTest.Cut;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of both endpoints as OpenAI's servers sent them are never called complete when they end, break or stall at a byte. */
class RecordedCutsTest {
    private static final String FINISH = "\"finish_reason\":\"";

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-stream-usage-2025",
                "chat-stream-logprobs-2024",
                "completion-stream-usage-2025",
                "completion-stream-2025"
            })
    void cutAtEveryByte(String recording) throws IOException {
        byte[] body = read(recording);
        String sent = new String(body, StandardCharsets.UTF_8);
        // From here on the answer is whole: its only finish reason has come.
        int whole = sent.indexOf('\n', sent.lastIndexOf(FINISH));
        int done = sent.indexOf("[DONE]") + "[DONE]".length() + 2;
        assertThat(sent.indexOf(FINISH)).isPositive().isEqualTo(sent.lastIndexOf(FINISH));

        AtomicLong now = new AtomicLong();
        Watchdog watchdog = new Watchdog(now::get, false);
        ChatClient client = Streams.client(server)
                .with(c -> c.deadlines(new Deadlines(null, null, null, null, Duration.ofSeconds(10), null))
                        .time(new ClientTime(now::get, watchdog, () -> 0.5)));
        int[] at = {0};
        for (Cut cut : List.of(Cut.LAST_CHUNK, Cut.RESET, Cut.STALL)) {
            server.handle(
                    body.length + 1,
                    connection -> TruncationTest.answer(connection, cut, Arrays.copyOf(body, at[0]), body.length + 1));
            for (int i = 0; i <= body.length; i++) {
                at[0] = i;
                try (AnswerStream<?, ?> stream = open(client, recording)) {
                    NagareClientException thrown = null;
                    FutureTask<?> reader = Streams.inBackground(stream::completion);
                    while (cut == Cut.STALL && i < done && !reader.isDone()) {
                        // Of a server that says nothing more, time must tell.
                        now.addAndGet(Duration.ofSeconds(11).toNanos());
                        watchdog.check();
                        Thread.onSpinWait();
                    }
                    try {
                        Streams.await(reader);
                    } catch (NagareClientException e) {
                        thrown = e;
                    }
                    String where = recording + ", " + cut + " after byte " + i;
                    boolean completed = stream.end().orElseThrow() instanceof StreamEnd.Completed;
                    boolean mayBeComplete = cut.clean ? i >= whole : i >= done;
                    if (cut == Cut.RESET) {
                        // A reset may lose what was sent before it.
                        assertThat(completed && !mayBeComplete).as(where).isFalse();
                    } else {
                        assertThat(completed).as(where).isEqualTo(mayBeComplete);
                    }
                    assertThat(thrown == null).as(where).isEqualTo(completed);
                }
            }
        }
    }

    private static AnswerStream<?, ?> open(ChatClient client, String recording) {
        return recording.startsWith("chat") ? client.stream(Streams.chat()) : client.stream(Streams.completion());
    }

    private static byte[] read(String recording) throws IOException {
        String path = "/dev/nagare/verification/" + recording + ".sse";
        try (InputStream in = Objects.requireNonNull(RecordedCutsTest.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        }
    }
}
