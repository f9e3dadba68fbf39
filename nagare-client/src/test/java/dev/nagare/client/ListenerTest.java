package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong with a listener, or with what runs it, its future comes to an end and the server is left. */
@Timeout(60)
@ExtendWith(FaultyServerExtension.class)
class ListenerTest {
    static List<Throwable> whatIsThrown() {
        return List.of(
                new IllegalStateException("thrown"),
                new AssertionError("thrown"),
                new StackOverflowError("thrown"),
                new IOException("thrown"));
    }

    static List<Throwable> whatAnExecutorThrows() {
        return List.of(
                new RejectedExecutionException("full"),
                new OutOfMemoryError("unable to create native thread"),
                new IllegalStateException("broken"),
                new IOException("undeclared"));
    }

    /** Throws what the compiler thinks is no checked exception. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static ServerConnection begun(FaultyServer server) {
        ServerConnection connection = server.accept();
        connection.read();
        return connection.beginEvents().chunk(Streams.event(Streams.content("a")));
    }

    @ParameterizedTest
    @MethodSource("whatIsThrown")
    void whatAListenerThrowsFailsTheFutureAndClosesTheConnection(Throwable thrown, FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        CompletableFuture<ChatCompletion> answer = stream.text().listen(text -> ListenerTest.<Error>sneak(thrown));
        ServerConnection connection = begun(server);
        assertThatThrownBy(answer::join).hasCause(thrown);
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void whatAFilterThrowsUnforeseenFailsTheFutureToo(FaultyServer server) {
        AssertionError thrown = new AssertionError("thrown");
        ChatClient client = Streams.client(server)
                .with(c -> c.chatFilter(request -> new ChunkFilter<>() {
                    @Override
                    public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
                        throw thrown;
                    }

                    @Override
                    public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
                        // It holds nothing.
                    }
                }));
        CompletableFuture<ChatCompletion> answer = client.stream(Streams.chat()).completionAsync();
        ServerConnection connection = begun(server);
        assertThatThrownBy(answer::join).hasCause(thrown);
        connection.awaitGone();
    }

    @ParameterizedTest
    @MethodSource("whatAnExecutorThrows")
    void anExecutorThatTakesNothingIsAnErrorAndNotAHang(Throwable thrown, FaultyServer server) {
        ChatClient client = Streams.client(server).with(c -> c.executor(task -> ListenerTest.<Error>sneak(thrown)));
        CompletableFuture<?> answer = client.stream(Streams.chat()).completionAsync();
        assertThatThrownBy(answer::join)
                .hasCauseInstanceOf(
                        thrown instanceof RuntimeException e ? e.getClass() : RejectedExecutionException.class);
    }

    @ParameterizedTest
    @MethodSource("whatAnExecutorThrows")
    void soIsOneThatTakesNoMoreInTheMiddle(Throwable thrown, FaultyServer server) throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicReference<Executor> executor = new AtomicReference<>(task -> {
            running.incrementAndGet();
            var unused = Streams.inBackground(() -> {
                task.run();
                return running.decrementAndGet();
            });
        });
        ChatClient client = Streams.client(server)
                .with(c -> c.executor(task -> executor.get().execute(task)));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<?> answer = client.stream(Streams.chat()).text().listen(heard::add);
        ServerConnection connection = begun(server);
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
        while (running.get() > 0) {
            Thread.onSpinWait();
        }
        executor.set(task -> ListenerTest.<Error>sneak(thrown));
        connection.chunk(Streams.event(Streams.content("b")));
        assertThatThrownBy(answer::join).hasCauseInstanceOf(RuntimeException.class);
        connection.awaitGone();
    }

    @Test
    void theThreadThatWatchesOverAllCallsRunsNobodysExecutor(FaultyServer server) {
        server.enqueue(
                ScriptedResponse.error(503, "busy"),
                ScriptedResponse.events(Streams.event(Streams.content("a"))).fault(Fault.STALL));
        Set<String> callers = ConcurrentHashMap.newKeySet();
        ChatClient client = Streams.client(server)
                .with(c -> c.retries(RetryPolicy.DEFAULT.withFirstPause(Duration.ofMillis(1)))
                        .deadlines(Deadlines.DEFAULT.withProgress(Duration.ofMillis(50)))
                        .executor(task -> {
                            callers.add(Thread.currentThread().getName());
                            ClientThreads.SHARED.execute(task);
                        }));
        CompletableFuture<?> answer = client.stream(Streams.chat()).completionAsync();
        // A pause is over first, and then a deadline passes.
        assertThatThrownBy(answer::join).hasCauseInstanceOf(DeadlineException.class);
        assertThat(callers).isNotEmpty().noneMatch(name -> name.contains("watchdog"));
    }

    @Test
    void aTimeoutOfTheFutureClosesTheStream(FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        CompletableFuture<ChatCompletion> answer = stream.completionAsync();
        ServerConnection connection = begun(server);
        answer.orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void whoeverCompletesTheFutureHasHeardEnough(FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        CompletableFuture<ChatCompletion> answer = stream.completionAsync();
        ServerConnection connection = begun(server);
        assertThat(answer.completeExceptionally(new IOException("enough"))).isTrue();
        connection.awaitGone();
    }

    @Test
    void besideAListenerNobodyElseReads(FaultyServer server) throws InterruptedException {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<ChatCompletion> answer = stream.text().listen(heard::add);
        ServerConnection connection = begun(server);
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("a");

        assertThatThrownBy(() -> stream.text().iterator().hasNext())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a subscriber or a listener reads the stream");
        assertThatThrownBy(stream::completion).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stream.events().listen(event -> {}).join())
                .hasCauseInstanceOf(IllegalStateException.class);

        connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE).lastChunk();
        assertThat(answer.join().choices().get(0).message().text()).isEqualTo("a");
        assertThat(stream.completion().choices().get(0).message().text()).isEqualTo("a");
        assertThat(stream.text().iterator().hasNext()).isFalse();
    }

    @Test
    void besideAThreadThatWaitsNobodyElseReads(FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        CountDownLatch begins = new CountDownLatch(1);
        var reader = new FutureTask<>(() -> {
            begins.countDown();
            return stream.completion();
        });
        Thread thread = new Thread(reader, "test-reader");
        thread.setDaemon(true);
        thread.start();
        while (begins.getCount() > 0 || thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> stream.text().iterator().hasNext())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("another thread reads the stream");
        assertThatThrownBy(stream::response).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stream.completionAsync().join()).hasCauseInstanceOf(IllegalStateException.class);

        connection.beginEvents().chunk(Streams.two()).lastChunk();
        assertThat(Streams.await(reader).choices().get(0).message().text()).isEqualTo("Two.");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without such checks may do
    void aSubscriberThatIsNoneTakesNothing(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        assertThatThrownBy(() -> stream.chunks().subscribe(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stream.chunks().listen(null)).isInstanceOf(NullPointerException.class);
        assertThat(Streams.texts(stream)).containsExactly("Two", ".");
    }

    @Test
    void whatAnIterationLeftIsHeardByAListener(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        assertThat(stream.text().iterator().next()).isEqualTo("Two");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        assertThat(stream.text()
                        .listen(heard::add)
                        .join()
                        .choices()
                        .get(0)
                        .message()
                        .text())
                .isEqualTo("Two.");
        assertThat(heard).containsExactly(".");
    }
}
