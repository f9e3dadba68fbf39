package dev.nagare.guard;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Passes an engine's chunks through a guard to a sink.
 *
 * @param <C> the type of chunk
 */
final class GuardedSink<C> implements GenerationSink<C> {
    private static final System.Logger LOG = System.getLogger(GuardedSink.class.getName());

    private final StreamGuard<C> guard;
    private final GenerationSink<C> sink;
    private final GuardedGeneration generation;
    private @Nullable EngineException broken;

    GuardedSink(StreamGuard<C> guard, GenerationSink<C> sink, GuardedGeneration generation) {
        this.guard = guard;
        this.sink = sink;
        this.generation = generation;
    }

    @Override
    public void chunk(C chunk) {
        if (broken != null) {
            return;
        }
        try {
            guard.chunk(chunk, sink::chunk);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void end(GenerationEnd end) {
        generation.ended();
        // Asked before the end makes every choice look finished.
        boolean wasOver = guard.isOver();
        if (broken == null) {
            try {
                guard.end(end instanceof GenerationEnd.Completed, sink::chunk);
            } catch (RuntimeException e) {
                fail(e);
            }
        }
        sink.end(seen(end, wasOver));
    }

    private GenerationEnd seen(GenerationEnd end, boolean wasOver) {
        EngineException error = broken;
        if (error != null) {
            return new GenerationEnd.Failed(error, end.usage());
        }
        // The guard itself has cancelled the choices that it ended; the reader has all of the answer.
        boolean isWhole = end instanceof GenerationEnd.Cancelled && generation.hasBlocked() && wasOver;
        return isWhole ? new GenerationEnd.Completed(end.usage()) : end;
    }

    private void fail(RuntimeException cause) {
        LOG.log(Level.ERROR, "the guard failed; its stream ends with an error", cause);
        broken = Errors.broken(cause);
        generation.cancel();
    }
}
