package dev.nagare.bench.load;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Usage;
import org.jspecify.annotations.Nullable;

/** One generation of a {@link PacedEngine}. What is not of {@link Generation} belongs to the engine's thread. */
abstract sealed class PacedGeneration implements Generation permits PacedChat, PacedCompletion {
    /** What every prompt counts. */
    static final long PROMPT_TOKENS = 7;

    private final PacedEngine engine;
    private final long limit;
    private volatile boolean paused;
    private long tokens;
    private boolean over;

    PacedGeneration(PacedEngine engine, @Nullable Integer limit) {
        this.engine = engine;
        this.limit = limit == null ? Long.MAX_VALUE : Math.max(1, limit);
    }

    /** Says what comes before the first text. */
    abstract void begin();

    /** Says one piece of text; the last one where the endpoint's last piece carries the finish reason. */
    abstract void sayText(boolean last);

    /** Says what comes between the last text and the end. */
    abstract void finish();

    abstract void sayEnd(GenerationEnd end);

    final void say() {
        tokens++;
        boolean last = tokens >= limit;
        sayText(last);
        if (last) {
            finish();
            end(new GenerationEnd.Completed(usage()));
        }
    }

    final void endCancelled() {
        end(new GenerationEnd.Cancelled(usage()));
    }

    final void endClosed() {
        ApiError error = new ApiError("The engine is closed.", "server_error", null, "engine_closed", JsonObject.EMPTY);
        end(new GenerationEnd.Failed(new EngineException(EngineErrorKind.UNAVAILABLE, error), usage()));
    }

    private void end(GenerationEnd how) {
        if (!over) {
            over = true;
            engine.ended();
            sayEnd(how);
        }
    }

    private Usage usage() {
        return Usage.of(PROMPT_TOKENS, tokens);
    }

    final boolean isOver() {
        return over;
    }

    final boolean isPaused() {
        return paused;
    }

    @Override
    public final void cancel() {
        engine.cancel(this);
    }

    @Override
    public final void cancel(int choice) {
        if (choice == 0) {
            cancel();
        }
    }

    @Override
    public final void pause() {
        paused = true;
    }

    @Override
    public final void resume() {
        paused = false;
    }
}
