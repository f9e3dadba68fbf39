package dev.nagare.engine;

import dev.nagare.wire.ModerationResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Judges texts: rules, a classifier in this process, or one behind a network.
 *
 * <p>Any thread may call it, any number of times at once; whoever calls may be an event loop, so that a judge who needs
 * more than a moment judges elsewhere.
 */
@FunctionalInterface
public interface Moderator {
    /**
     * Judges some texts, each by itself; returns at once and throws nothing.
     *
     * @param texts what to judge; it may be many megabytes
     * @return a result for each text, in their order; or an error, as an {@link EngineException} where it says who can
     *     act. To cancel it tells the judge that nobody waits any more
     */
    CompletableFuture<List<ModerationResult>> moderate(List<String> texts);

    /** The name of who judges, as the {@code model} of an answer. */
    default String model() {
        return "moderator";
    }
}
