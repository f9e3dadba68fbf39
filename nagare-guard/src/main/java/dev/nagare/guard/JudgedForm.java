package dev.nagare.guard;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a judge and its stream have to know of the chunks of one endpoint. Keeps what it needs to know of one stream; one
 * thread at a time.
 *
 * @param <C> the type of chunk
 */
interface JudgedForm<C> {
    /** Takes the texts of a chunk. */
    interface Texts {
        void text(int choice, String field, String piece, boolean isJson);
    }

    /** Takes the choices of a chunk. */
    interface Choices {
        void choice(int index, boolean isEnded);
    }

    /** A chunk that has just come, without what no judge sees; null when nothing is left of it. Called once for each. */
    @Nullable
    C known(C chunk);

    /** Gives the texts of a chunk. */
    void texts(C chunk, Texts out);

    /** Gives the choices of a chunk. */
    void choices(C chunk, Choices out);

    /** A chunk without some choices; null when nothing is left of it. */
    @Nullable
    C without(C chunk, Set<Integer> choices);

    /** Whether a chunk tells verdicts: then it waits for those on the messages, and no choice ends after it. */
    boolean tellsVerdicts(C chunk);

    /**
     * What a chunk shows at once; null when it only ends choices.
     *
     * @param results what the judge has found so far
     */
    @Nullable
    C shown(C chunk, JudgedResults results);

    /** The chunks that a chunk ends choices with, by choice, where they wait for each other. */
    Map<Integer, C> finishes(C chunk);

    /** The chunk that ends a choice which the judge has rejected. */
    C rejection(int choice);

    /** Whether the chunks that end choices go together, when all choices have ended. */
    boolean endsTogether();
}
