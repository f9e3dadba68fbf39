package dev.nagare.guard;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.Usage;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A generation that begins once something is known, such as the verdict on its messages. Whatever is thrown while it begins
 * is its end.
 */
final class DelayedGeneration implements Generation {
    private static final System.Logger LOG = System.getLogger(DelayedGeneration.class.getName());

    private enum State {
        WAITING,
        BEGUN,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<?> awaited;
    private final GenerationSink<?> sink;
    private volatile Map<String, String> headers;
    private final GuardedGeneration calls = new GuardedGeneration(Map.of());

    private DelayedGeneration(CompletableFuture<?> awaited, GenerationSink<?> sink, Map<String, String> headers) {
        this.awaited = awaited;
        this.sink = sink;
        this.headers = headers;
    }

    /**
     * Begins a generation when a value is known, which may be now.
     *
     * @param early the headers until then
     * @param headers the headers from then on
     * @param begin begins it, or ends it and returns a handle all the same
     */
    static <T> Generation after(
            CompletableFuture<T> awaited,
            GenerationSink<?> sink,
            Map<String, String> early,
            Function<T, Map<String, String>> headers,
            Function<T, Generation> begin) {
        DelayedGeneration delayed = new DelayedGeneration(awaited, sink, early);
        CompletableFuture<Void> ignored = awaited.handle((value, error) -> {
            delayed.known(value, error, headers, begin);
            return null;
        });
        return delayed;
    }

    private <T> void known(
            @Nullable T value,
            @Nullable Throwable error,
            Function<T, Map<String, String>> then,
            Function<T, Generation> begin) {
        if (!state.compareAndSet(State.WAITING, State.BEGUN)) {
            return;
        }
        if (value == null) {
            Throwable cause = error == null ? new IllegalStateException("no verdict") : error;
            end(new GenerationEnd.Failed(Errors.noVerdict(cause), Usage.NONE));
        } else {
            begin(value, then, begin);
        }
    }

    private <T> void begin(T value, Function<T, Map<String, String>> then, Function<T, Generation> begin) {
        Generation begun;
        try {
            // Before anything of the answer can come.
            headers = then.apply(value);
            begun = begin.apply(value);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a generation could not begin; it ends with an error", e);
            end(new GenerationEnd.Failed(Errors.broken(e), Usage.NONE));
            return;
        }
        calls.began(begun);
    }

    @Override
    public void cancel() {
        if (state.compareAndSet(State.WAITING, State.OVER)) {
            awaited.cancel(true);
            end(new GenerationEnd.Cancelled(Usage.NONE));
        } else {
            calls.cancel();
        }
    }

    private void end(GenerationEnd how) {
        calls.ended();
        GuardedEngine.ELSEWHERE.execute(() -> sink.end(how));
    }

    @Override
    public void cancel(int choice) {
        calls.cancel(choice);
    }

    @Override
    public void pause() {
        calls.pause();
    }

    @Override
    public void resume() {
        calls.resume();
    }

    @Override
    public @Nullable Usage usageSoFar() {
        return calls.usageSoFar();
    }

    @Override
    public Map<String, String> headers() {
        return GuardedEngine.joined(calls.headers(), headers);
    }
}
