package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.client.Deadlines.Kind;
import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deadlines as they pass in truth: seen by the watchdog's own thread, which nobody wakes but the calls. Each is short, and
 * would never be seen to pass if the thread slept for longer than it may.
 */
@ExtendWith(FaultyServerExtension.class)
class DeadlineThreadTest {
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final String TW = Streams.event(Streams.content("Tw"));

    /** How a stream is read. */
    enum Way {
        ITERATED,
        LISTENED_TO,
        SUBSCRIBED_TO,
        FILTERED
    }

    /** Holds everything back to the end. */
    private static final class Holding implements ChunkFilter<ChatCompletionChunk> {
        private final List<ChatCompletionChunk> held = new ArrayList<>();

        @Override
        public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
            held.add(chunk);
        }

        @Override
        public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
            held.forEach(out);
        }
    }

    private static ChatCompletionStream stream(FaultyServer server, Way way, Deadlines deadlines) {
        ChatClientBuilder builder = Streams.builder(server).deadlines(deadlines);
        if (way == Way.FILTERED) {
            builder.chatFilter(request -> new Holding());
        }
        return builder.build().stream(Streams.chat());
    }

    /** Reads to the end in one of the ways, which is an error; has begun to wait, where that can be seen. */
    private static FutureTask<ChatCompletion> reading(Way way, ChatCompletionStream stream) {
        FutureTask<ChatCompletion> reader = new FutureTask<>(() -> switch (way) {
            case ITERATED, FILTERED -> stream.completion();
            case LISTENED_TO -> joined(stream.text().listen(text -> {}));
            case SUBSCRIBED_TO -> subscribed(stream);
        });
        Thread thread = new Thread(reader, "test-reader");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !reader.isDone()) {
            Thread.onSpinWait();
        }
        return reader;
    }

    private static ChatCompletion joined(CompletableFuture<ChatCompletion> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    private static ChatCompletion subscribed(ChatCompletionStream stream) {
        CompletableFuture<ChatCompletion> done = new CompletableFuture<>();
        stream.chunks().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1_000);
            }

            @Override
            public void onNext(ChatCompletionChunk chunk) {
                // Nothing is made of it.
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                done.completeExceptionally(new IllegalStateException("it is not complete"));
            }
        });
        return joined(done);
    }

    private static void expect(FutureTask<?> reader, Kind kind) {
        assertThatThrownBy(() -> Streams.await(reader))
                .isInstanceOfSatisfying(
                        DeadlineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theFirstContentWhenTheHeadDoesNotComeEither(Way way, FaultyServer server) {
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withFirstContent(SHORT));
        ServerConnection connection = server.accept();
        connection.read();
        expect(reading(way, stream), Kind.FIRST_CONTENT);
        connection.awaitGone();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theFirstContentWhenTheWaitBeganBeforeTheHead(Way way, FaultyServer server) {
        // Long enough for the head to come first, or else there is nothing to be seen.
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withFirstContent(Duration.ofMillis(400)));
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<ChatCompletion> reader = reading(way, stream);
        connection.beginEvents();
        expect(reader, Kind.FIRST_CONTENT);
        connection.awaitGone();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void idleWhenTheWaitBeganBeforeTheHead(Way way, FaultyServer server) {
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withIdle(SHORT));
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<ChatCompletion> reader = reading(way, stream);
        connection.beginEvents();
        expect(reader, Kind.IDLE);
        connection.awaitGone();
    }

    @Test
    void idleInAWholeAnswer(FaultyServer server) {
        ChatClient client = Streams.builder(server)
                .deadlines(Deadlines.DEFAULT.withIdle(SHORT))
                .build();
        FutureTask<ChatCompletion> call = Streams.inBackground(() -> client.chat(Streams.chat()));
        ServerConnection connection = server.accept();
        connection.read();
        connection.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
        expect(call, Kind.IDLE);
        connection.awaitGone();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void progressThoughTheServerKeepsTheConnectionAlive(Way way, FaultyServer server) {
        server.enqueue(ScriptedResponse.events(TW).fault(Fault.HEARTBEATS));
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withProgress(SHORT));
        expect(reading(way, stream), Kind.PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theFirstContentThoughTheServerKeepsTheConnectionAlive(Way way, FaultyServer server) {
        server.enqueue(ScriptedResponse.events(": hello\n").fault(Fault.HEARTBEATS));
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withFirstContent(SHORT));
        expect(reading(way, stream), Kind.FIRST_CONTENT);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void progressThoughThereIsAlwaysAHeartbeatThatHasNotBeenRead(Way way, FaultyServer server) {
        byte[] heartbeats = "4\r\n: h\n\r\n".repeat(800).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        FutureTask<Boolean> writer = Streams.inBackground(() -> {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(TW);
            try {
                while (true) {
                    connection.write(heartbeats);
                }
            } catch (UncheckedIOException e) {
                return true;
            }
        });
        ChatCompletionStream stream = stream(server, way, Deadlines.DEFAULT.withProgress(SHORT));
        expect(reading(way, stream), Kind.PROGRESS);
        assertThat(Streams.await(writer)).as("the server has seen it").isTrue();
    }

    @Test
    void theWatchdogRunsNobodysExecutorWhenABodyDoesNotEnd(FaultyServer server) {
        Set<String> callers = ConcurrentHashMap.newKeySet();
        ChatClient client = Streams.builder(server)
                .executor(task -> {
                    callers.add(Thread.currentThread().getName());
                    ClientThreads.SHARED.execute(task);
                })
                .build();
        CompletableFuture<ChatCompletion> answer =
                client.stream(Streams.chat()).text().listen(text -> {});
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(TW + Streams.event(Streams.FINISH) + Streams.DONE);
        assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join().text()).isEqualTo("Tw");
        connection.awaitGone();
        assertThat(callers).isNotEmpty().doesNotContain("nagare-client-watchdog");
    }
}
