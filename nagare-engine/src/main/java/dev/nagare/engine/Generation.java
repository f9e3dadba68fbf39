package dev.nagare.engine;

import dev.nagare.wire.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a running generation.
 *
 * <p>Any thread may call any method, any number of times, also after the end; a call that comes too late does nothing.
 * No method blocks.
 */
public interface Generation {
    /** The handle of what never began or has ended already: nothing can be asked of it. */
    static Generation none() {
        return NoGeneration.INSTANCE;
    }

    /**
     * Ends the generation early: within one decode step, or at once for a remote one. Unless it has ended already, the
     * end will be {@link GenerationEnd.Cancelled} with the usage so far.
     */
    void cancel();

    /**
     * Ends one choice early; the others go on. No more text of that choice comes, and no finish chunk; when no choice is
     * left, the generation ends as cancelled.
     *
     * @param choice the choice's index; one that does not exist is ignored
     */
    void cancel(int choice);

    /** Asks for no more chunks for now; what is already on its way (at most one step's) may still come. */
    void pause();

    /** Takes back {@link #pause()}. */
    void resume();

    /**
     * The tokens used so far, at least those of the chunks that the caller has been given; null where they are known only
     * at the end.
     */
    default @Nullable Usage usageSoFar() {
        return null;
    }

    /** Headers that a server should add to its response, by lower-case name; empty for most engines. */
    default Map<String, String> headers() {
        return Map.of();
    }
}
