package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cut answer is never called complete, wherever and however it is cut. */
class TruncationTest {
    /** How a server stops in the middle. */
    enum Cut {
        /** The body ends as bodies end. */
        LAST_CHUNK(true),
        /** A body whose length nobody knows ends. */
        CLOSE(true),
        /** The connection ends where another HTTP chunk would be. */
        NO_LAST_CHUNK(false),
        /** The connection ends before the announced length. */
        SHORT_LENGTH(false),
        /** The connection is reset. */
        RESET(false),
        /** Nothing more comes. */
        STALL(false);

        final boolean clean;

        Cut(boolean clean) {
            this.clean = clean;
        }
    }

    private static final byte[] BODY = Streams.two().getBytes(StandardCharsets.UTF_8);

    /** From here on the answer is whole: its finish reason has come. */
    private static final int WHOLE = Streams.two().indexOf(Streams.FINISH) + Streams.FINISH.length();

    private static final int DONE = Streams.two().indexOf("[DONE]") + "[DONE]".length();

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static void answer(ServerConnection connection, Cut cut, byte[] body) {
        answer(connection, cut, body, BODY.length + 1);
    }

    /** Sends what there is before the cut; {@code announced} is the length that a body of a known length would have. */
    static void answer(ServerConnection connection, Cut cut, byte[] body, int announced) {
        connection.read();
        switch (cut) {
            case LAST_CHUNK -> connection.beginLastEvents().chunk(body).lastChunk();
            case NO_LAST_CHUNK -> connection.beginLastEvents().chunk(body);
            case CLOSE ->
                connection
                        .write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
                        .write(body);
            case SHORT_LENGTH ->
                connection
                        .write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: " + announced
                                + "\r\n\r\n")
                        .write(body);
            case RESET -> {
                connection.beginEvents().chunk(body);
                connection.reset();
            }
            case STALL -> {
                connection.beginEvents().chunk(body);
                connection.awaitGone();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutAtEveryByte(Cut cut) {
        StalledServer stalled = new StalledServer();
        ChatClient client = stalled.client(Streams.client(server));
        int cuts = BODY.length + 1;
        int[] at = {0};
        server.handle(cuts, connection -> answer(connection, cut, Arrays.copyOf(BODY, at[0])));
        for (int i = 0; i < cuts; i++) {
            at[0] = i;
            try (ChatCompletionStream stream = client.stream(Streams.chat())) {
                boolean stalls = cut == Cut.STALL && i < DONE + 2;
                Duration patience = stalls ? StalledServer.AT_ONCE : StalledServer.PATIENT;
                check(cut, i, stream, stalled.read(stream, patience));
            }
        }
    }

    private static void check(
            Cut cut,
            int at,
            ChatCompletionStream stream,
            @org.jspecify.annotations.Nullable NagareClientException thrown) {
        String where = cut + " after byte " + at;
        boolean completed = stream.end().orElseThrow() instanceof StreamEnd.Completed;
        // What is not clean counts only when the server had said that it was done; a reset may lose even that.
        boolean whole = cut.clean ? at >= WHOLE : at >= DONE + 2;
        if (cut == Cut.RESET) {
            assertThat(completed && !whole).as(where).isFalse();
        } else {
            assertThat(completed).as(where).isEqualTo(whole);
        }
        assertThat(thrown == null).as(where).isEqualTo(completed);
        if (thrown != null) {
            Class<?> expected = cut.clean
                    ? TruncatedStreamException.class
                    : cut == Cut.STALL ? DeadlineException.class : TransportException.class;
            assertThat(thrown).as(where).isInstanceOf(expected);
            String full = "Two.";
            String partial = thrown.partial().map(PartialAnswer::text).orElse("");
            assertThat(full).as(where).startsWith(partial);
            if (cut != Cut.RESET && cut != Cut.STALL) {
                // Every event that had come is there.
                int words = at
                                > Streams.two().indexOf(Streams.content("."))
                                        + Streams.content(".").length()
                                        + 1
                        ? 4
                        : 0;
                assertThat(partial.length()).as(where).isGreaterThanOrEqualTo(words);
            }
        }
    }

    @Test
    void theTextBeforeTheCutIsDeliveredFirst() {
        server.handle(
                1,
                connection -> answer(
                        connection,
                        Cut.LAST_CHUNK,
                        (Streams.event(Streams.ROLE) + Streams.event(Streams.content("Tw")))
                                .getBytes(StandardCharsets.UTF_8)));
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            StringBuilder text = new StringBuilder();
            assertThatThrownBy(() -> stream.text().forEach(text::append))
                    .isInstanceOfSatisfying(TruncatedStreamException.class, e -> {
                        assertThat(e.unfinished()).containsExactly(0);
                        assertThat(e.partial().orElseThrow()).isInstanceOfSatisfying(PartialAnswer.Chat.class, part -> {
                            assertThat(part.text()).isEqualTo("Tw");
                            assertThat(part.completion().choices().get(0).finishReason())
                                    .isNull();
                        });
                        assertThat(e.requestId()).contains("req_test");
                        assertThat(e.isRetryable()).isTrue();
                    });
            assertThat(text).hasToString("Tw");
            assertThat(stream.end()).contains(new StreamEnd.Truncated(java.util.List.of(0), false));
            assertThat(stream.snapshot().choices().get(0).message().text()).isEqualTo("Tw");
        }
    }

    @Test
    void aChoiceThatNeverBeganIsMissed() {
        String body = Streams.event(Streams.content("a")) + Streams.event(Streams.FINISH);
        server.handle(1, connection -> answer(connection, Cut.LAST_CHUNK, body.getBytes(StandardCharsets.UTF_8)));
        try (ChatCompletionStream stream =
                Streams.client(server).stream(Streams.chat().toBuilder().n(2).build())) {
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            TruncatedStreamException.class,
                            e -> assertThat(e.unfinished()).containsExactly(1));
        }
    }

    @Test
    void ofTheOlderEndpointEveryPromptIsExpected() {
        String body = Streams.event("{\"id\":\"cmpl-1\",\"choices\":"
                + "[{\"text\":\"x\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}],\"model\":\"m\"}");
        server.handle(1, connection -> answer(connection, Cut.LAST_CHUNK, body.getBytes(StandardCharsets.UTF_8)));
        var request = Streams.completion().toBuilder()
                .prompt(new dev.nagare.wire.Prompt.Texts(java.util.List.of("a", "b")))
                .build();
        try (CompletionStream stream = Streams.client(server).stream(request)) {
            assertThatThrownBy(stream::completion).isInstanceOfSatisfying(TruncatedStreamException.class, e -> {
                assertThat(e.unfinished()).containsExactly(1);
                assertThat(e.partial().orElseThrow()).isInstanceOf(PartialAnswer.Text.class);
                assertThat(e.partial().orElseThrow().text()).isEqualTo("x");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerWithoutFinishReasonsNeedsThePolicyThatSaysSo(boolean lenient) {
        String body = Streams.event(Streams.content("Two.")) + Streams.DONE;
        server.handle(1, connection -> answer(connection, Cut.LAST_CHUNK, body.getBytes(StandardCharsets.UTF_8)));
        ChatClient client = Streams.builder(server)
                .endPolicy(lenient ? EndPolicy.DONE : EndPolicy.FINISH_REASONS)
                .build();
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            if (lenient) {
                assertThat(stream.completion().choices().get(0).message().text())
                        .isEqualTo("Two.");
                assertThat(stream.end()).contains(new StreamEnd.Completed(true));
            } else {
                assertThatThrownBy(stream::completion).isInstanceOf(TruncatedStreamException.class);
            }
        }
    }

    @Test
    void thePolicyDoesNotMakeACutStreamComplete() {
        String body = Streams.event(Streams.content("Two."));
        server.handle(1, connection -> answer(connection, Cut.LAST_CHUNK, body.getBytes(StandardCharsets.UTF_8)));
        ChatClient client = Streams.builder(server).endPolicy(EndPolicy.DONE).build();
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThatThrownBy(stream::completion).isInstanceOf(TruncatedStreamException.class);
        }
    }
}
