package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Tokens that wait until it is certain what becomes of their text. A token whose text is not shown, or only in part, is
 * left out. One thread at a time.
 *
 * @param <T> the type of token
 */
final class TokenQueue<T> {
    /**
     * A token whose text is shown.
     *
     * @param shift by how many chars the text before it has become longer by replacements
     * @param <T> the type of token
     */
    record Shown<T>(T token, long shift) {}

    private final Deque<TokenPlaces.Placed<T>> waiting = new ArrayDeque<>();

    /** The parts that are not shown, from where a token may still be added. */
    private final Deque<HeldText.Removed> removed = new ArrayDeque<>();

    /** By how many chars parts that are forgotten have made the text longer. */
    private long shift;

    /** Adds a token that has its place. */
    void add(TokenPlaces.Placed<T> token) {
        waiting.add(token);
    }

    /**
     * Notes which parts of the text are not shown.
     *
     * @param earliest where the next token begins that may be added
     */
    void removed(List<HeldText.Removed> parts, long earliest) {
        removed.addAll(parts);
        if (waiting.isEmpty()) {
            forget(earliest);
        }
    }

    /**
     * Takes out the tokens whose text is decided.
     *
     * @param decided up to where that is
     */
    List<Shown<T>> release(long decided) {
        List<Shown<T>> released = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().end() <= decided) {
            TokenPlaces.Placed<T> next = waiting.remove();
            forget(next.start());
            if (!isRemoved(next)) {
                released.add(new Shown<>(next.token(), shift));
            }
        }
        return released;
    }

    private void forget(long before) {
        while (!removed.isEmpty() && removed.element().end() <= before) {
            HeldText.Removed part = removed.remove();
            shift += part.shown() - (part.end() - part.start());
        }
    }

    private boolean isRemoved(TokenPlaces.Placed<T> token) {
        for (HeldText.Removed part : removed) {
            if (part.start() < token.end() && part.end() > token.start()) {
                return true;
            }
        }
        return false;
    }
}
