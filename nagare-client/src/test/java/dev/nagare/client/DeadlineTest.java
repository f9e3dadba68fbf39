package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.client.Deadlines.Kind;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, by a clock that only the test moves. */
class DeadlineTest {
    private static final Deadlines NONE = new Deadlines(null, null, null, null, null, null);
    private static final Duration TEN = Duration.ofSeconds(10);

    private final FaultyServer server = FaultyServer.start();
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());
    private final Watchdog watchdog = new Watchdog(now::get, false);

    @AfterEach
    void close() {
        server.close();
    }

    private ChatCompletionStream stream(Deadlines deadlines) {
        return Streams.builder(server)
                .deadlines(deadlines)
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .build()
                .stream(Streams.chat());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        watchdog.check();
    }

    /** Reads in another thread; has begun to wait once this returns. */
    private static FutureTask<Boolean> reading(Iterator<String> text) {
        FutureTask<Boolean> reader = new FutureTask<>(text::hasNext);
        beginToWait(reader);
        return reader;
    }

    private static void beginToWait(FutureTask<?> reader) {
        Thread thread = new Thread(reader, "test-reader");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !reader.isDone()) {
            Thread.onSpinWait();
        }
    }

    private static void expect(FutureTask<Boolean> reader, Kind kind) {
        assertThatThrownBy(() -> Streams.await(reader)).isInstanceOfSatisfying(DeadlineException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.getMessage()).endsWith(" within 10 s");
            assertThat(e.isRetryable()).isTrue();
        });
    }

    @Test
    void headers() {
        ChatCompletionStream stream = stream(NONE.withHeaders(TEN));
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<Boolean> reader = reading(stream.text().iterator());
        pass(Duration.ofMillis(9_999));
        assertThat(reader.isDone()).isFalse();
        pass(Duration.ofMillis(1));
        expect(reader, Kind.HEADERS);
        connection.awaitGone();
    }

    @Test
    void firstContentIsNotTheRole() {
        ChatCompletionStream stream = stream(NONE.withFirstContent(TEN));
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.ROLE));
        Iterator<String> text = stream.text().iterator();
        stream.iterator().next();
        FutureTask<Boolean> reader = reading(text);
        pass(TEN);
        expect(reader, Kind.FIRST_CONTENT);
        connection.awaitGone();
    }

    @Test
    void progressIsNotAHeartbeat() {
        ChatCompletionStream stream = stream(NONE.withProgress(TEN));
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("Tw");
        FutureTask<Boolean> reader = reading(text);
        pass(Duration.ofSeconds(9));
        connection.chunk(": keep-alive\n");
        assertThat(reader.isDone()).isFalse();
        pass(Duration.ofSeconds(1));
        while (!reader.isDone()) {
            // The heartbeat may be on its way when the time is up, and whoever waits is given the chance to read it.
            watchdog.check();
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> Streams.await(reader)).isInstanceOfSatisfying(DeadlineException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.PROGRESS);
            assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw");
        });
    }

    @Test
    void idleIsWithoutAByte() {
        ChatCompletionStream stream = stream(NONE.withIdle(TEN));
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("Tw");
        FutureTask<Boolean> reader = reading(text);
        pass(TEN);
        expect(reader, Kind.IDLE);
        connection.awaitGone();
    }

    @Test
    void totalHoldsForAWholeAnswerToo() {
        ChatClient client = Streams.builder(server)
                .deadlines(NONE.withTotal(TEN))
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .build();
        FutureTask<?> call = Streams.inBackground(() -> client.chat(Streams.chat()));
        ServerConnection connection = server.accept();
        connection.read();
        connection.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
        pass(TEN);
        assertThatThrownBy(() -> Streams.await(call))
                .isInstanceOfSatisfying(
                        DeadlineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOTAL));
        connection.awaitGone();
    }

    @Test
    void aWholeAnswerMayTakeLongerThanAStreamsFirstContent() {
        ChatClient client = Streams.builder(server)
                .deadlines(NONE.withFirstContent(TEN).withProgress(TEN))
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .build();
        FutureTask<ChatCompletion> call = new FutureTask<>(() -> client.chat(Streams.chat()));
        beginToWait(call);
        ServerConnection connection = server.accept();
        connection.read();
        pass(Duration.ofHours(1));
        connection.respond(200, "application/json", WholeAnswerTest.ANSWER);
        assertThat(Streams.await(call).choices()).hasSize(1);
    }

    @Test
    void aReaderThatTakesItsTimeBreaksNothing() {
        try (ChatCompletionStream stream = stream(new Deadlines(null, TEN, TEN, TEN, TEN, null))) {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.event(Streams.content("Tw")));
            Iterator<String> text = stream.text().iterator();
            assertThat(text.next()).isEqualTo("Tw");
            pass(Duration.ofHours(1));
            connection.chunk(Streams.event(Streams.content("o")) + Streams.event(Streams.FINISH) + Streams.DONE);
            assertThat(text.next()).isEqualTo("o");
            pass(Duration.ofHours(1));
            assertThat(text.hasNext()).isFalse();
        }
    }

    @Test
    void aListenerThatTakesItsTimeBreaksNothing() throws InterruptedException {
        ChatCompletionStream stream = stream(new Deadlines(null, TEN, TEN, TEN, TEN, null));
        ServerConnection connection = server.accept();
        connection.read();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatCompletion> answer = stream.text().listen(text -> {
            heard.add(text);
            working.countDown();
            try {
                assertThat(goesOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        connection.beginEvents().chunk(Streams.event(Streams.content("a")));
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        pass(Duration.ofHours(1));
        goesOn.countDown();
        connection.chunk(Streams.event(Streams.content("b")) + Streams.event(Streams.FINISH) + Streams.DONE);
        assertThat(answer.join().choices().get(0).message().text()).isEqualTo("ab");
        assertThat(heard).containsExactly("a", "b");
    }

    /** Tells of each chunk, and gives the first only. */
    private record FirstOnly(BlockingQueue<String> seen) implements ChunkFilter<ChatCompletionChunk> {
        @Override
        public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
            if (seen.isEmpty()) {
                out.accept(chunk);
            }
            seen.add(String.valueOf(chunk.choices().get(0).delta().content()));
        }

        @Override
        public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
            // The rest is lost on purpose.
        }
    }

    @Test
    void whatAFilterHoldsBackIsProgressAllTheSame() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        ChatCompletionStream stream = Streams.builder(server)
                .deadlines(new Deadlines(null, TEN, TEN, TEN, TEN, null))
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .chatFilter(request -> new FirstOnly(seen))
                .build()
                .stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<ChatCompletion> reader = Streams.inBackground(stream::completion);
        connection.beginEvents();
        for (int i = 1; i <= 20; i++) {
            connection.chunk(Streams.event(Streams.content("x")));
            while (seen.size() < i) {
                Thread.onSpinWait();
            }
            pass(Duration.ofSeconds(9));
        }
        connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE).lastChunk();
        assertThat(Streams.await(reader).choices().get(0).message().text()).isEqualTo("x");
    }

    @Test
    void aFilterThatTakesItsTimeBreaksNothing() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ChatCompletionStream stream = Streams.builder(server)
                .deadlines(new Deadlines(null, TEN, TEN, TEN, TEN, null))
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .chatFilter(request -> new ChunkFilter<>() {
                    @Override
                    public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
                        working.countDown();
                        try {
                            assertThat(goesOn.await(30, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        out.accept(chunk);
                    }

                    @Override
                    public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
                        // It holds nothing.
                    }
                })
                .build()
                .stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<ChatCompletion> reader = Streams.inBackground(stream::completion);
        connection.beginEvents().chunk(Streams.event(Streams.content("a")));
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        pass(Duration.ofHours(1));
        goesOn.countDown();
        connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE).lastChunk();
        assertThat(Streams.await(reader).choices().get(0).message().text()).isEqualTo("a");
    }

    @Test
    void nothingLimitsAStreamThatMakesProgress() {
        try (ChatCompletionStream stream = stream(new Deadlines(null, TEN, TEN, TEN, TEN, null))) {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents();
            Iterator<String> text = stream.text().iterator();
            for (int i = 0; i < 100; i++) {
                connection.chunk(Streams.event(Streams.content("x")));
                assertThat(text.next()).isEqualTo("x");
                pass(Duration.ofSeconds(9));
            }
            connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE);
            assertThat(text.hasNext()).isFalse();
        }
    }

    /** Waits for what a stream's server did to reach the client, which nobody reads. */
    private void ends(ChatCompletionStream stream) {
        // With nothing left that could end by itself the watchdog has nothing to look after.
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (watchdog.check() < Duration.ofDays(1).toNanos()) {
            assertThat(System.nanoTime() - patience).as("the response ends").isNegative();
            Thread.onSpinWait();
        }
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void whatCameWholeInTimeMayBeReadLater() {
        server.enqueue(ScriptedResponse.events(Streams.event(Streams.content("Two.")) + Streams.event(Streams.FINISH)));
        try (ChatCompletionStream stream = stream(NONE.withTotal(TEN))) {
            ends(stream);
            pass(TEN);
            assertThat(stream.completion().choices().get(0).message().text()).isEqualTo("Two.");
            assertThat(stream.end()).contains(new StreamEnd.Completed(false));
        }
    }

    @Test
    void whyThereIsNoResponseIsToldAlthoughTheDeadlineHasPassedSince() {
        server.close();
        try (ChatCompletionStream stream = stream(NONE.withHeaders(TEN))) {
            ends(stream);
            pass(TEN);
            assertThatThrownBy(stream::completion)
                    .isInstanceOf(TransportException.class)
                    .hasMessageStartingWith("could not connect to ");
        }
    }

    @Test
    void deadlinesThatNeverPassBreakNothing() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        server.enqueue(ScriptedResponse.events(Streams.two()));
        ChatClient client = ChatClient.builder()
                .baseUrl(server.url())
                .deadlines(new Deadlines(forEver, forEver, forEver, forEver, forEver, forEver))
                .retries(RetryPolicy.NONE)
                .build();
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
        }
    }

    @Test
    void theThreadOfTheSharedWatchdogSeesADeadlinePass() {
        ChatCompletionStream stream =
                Streams.builder(server).deadlines(NONE.withIdle(Duration.ofMillis(30))).build().stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.ROLE));
        assertThatThrownBy(stream::completion)
                .isInstanceOfSatisfying(
                        DeadlineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.IDLE));
        connection.awaitGone();
    }

    @Test
    void aServerThatTakesTheConnectionAndNeverSpeaksTlsIsNotConnectedTo() {
        ChatClient client = ChatClient.builder()
                .baseUrl("https://127.0.0.1:" + server.port() + "/v1")
                .sslContext(TestTls.context())
                .deadlines(NONE.withConnect(Duration.ofMillis(50)))
                .retries(RetryPolicy.NONE)
                .build();
        ChatCompletionStream stream = client.stream(Streams.chat());
        ServerConnection connection = server.accept();
        assertThatThrownBy(stream::completion).isInstanceOfSatisfying(DeadlineException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.CONNECT);
            assertThat(e).hasMessage("no connection within 50 ms");
            assertThat(e.isRetryable()).isTrue();
            assertThat(e.attempts()).hasSize(1);
        });
        connection.awaitGone();
    }

    @Test
    void aConnectionThatCannotBeMadeIsATransportError() {
        String url;
        try (FaultyServer gone = FaultyServer.start()) {
            url = gone.url();
        }
        ChatClient client =
                ChatClient.builder().baseUrl(url).httpClient(Streams.HTTP).build();
        assertThatThrownBy(() -> client.chat(Streams.chat())).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e.getMessage()).startsWith("could not connect to http://127.0.0.1:");
            assertThat(e.isRetryable()).isTrue();
            assertThat(e.response()).isEmpty();
        });
        assertThatThrownBy(() -> client.stream(Streams.chat()).completion()).isInstanceOf(TransportException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aDeadlineIsPositive(long millis) {
        assertThatThrownBy(() -> NONE.withIdle(Duration.ofMillis(millis)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle must be positive");
    }
}
