package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Tokens that wait until it is certain what becomes of their text. A token whose text is not shown, or only in part, is
 * left out.
 *
 * @param <T> the type of token
 */
final class TokenQueue<T> {
    private record Waiting<T>(T token, long start, long end) {}

    private final Function<T, String> text;
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private final List<GuardSession.Removed> removed = new ArrayList<>();

    TokenQueue(Function<T, String> text) {
        this.text = text;
    }

    /** Adds the tokens of a piece that begins at this place; where they do not spell it each counts for all of it. */
    void add(List<T> tokens, String piece, long start) {
        StringBuilder spelled = new StringBuilder();
        tokens.forEach(token -> spelled.append(text.apply(token)));
        boolean spells = spelled.toString().equals(piece);
        long at = start;
        for (T token : tokens) {
            long length = spells ? text.apply(token).length() : piece.length();
            waiting.add(new Waiting<>(token, at, at + length));
            at += spells ? length : 0;
        }
    }

    /** Notes which parts of the text are not shown. */
    void removed(List<GuardSession.Removed> parts) {
        removed.addAll(parts);
    }

    /** Takes out the tokens whose text is decided up to a place. */
    List<T> release(long decided) {
        List<T> released = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().end() <= decided) {
            Waiting<T> next = waiting.remove();
            if (!isRemoved(next)) {
                released.add(next.token());
            }
        }
        long earliest = waiting.isEmpty() ? decided : waiting.peek().start();
        removed.removeIf(part -> part.end() <= earliest);
        return released;
    }

    private boolean isRemoved(Waiting<T> token) {
        for (GuardSession.Removed part : removed) {
            if (part.start() < token.end() && part.end() > token.start()) {
                return true;
            }
        }
        return false;
    }
}
