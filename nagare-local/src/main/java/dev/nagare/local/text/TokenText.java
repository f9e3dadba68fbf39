package dev.nagare.local.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one answer as its tokens come: whole characters, held back while they may become a stop sequence, and for
 * each piece of text the tokens that belong to it.
 *
 * <p>A token is released with the piece that contains its last character. A token that only begins a character ends
 * where that character does. When a stop sequence cuts a token in two, it belongs to the last piece; a token that lies
 * within the stop sequence belongs to none.
 *
 * @param <T> what is known of a token, such as its log probability
 */
public final class TokenText<T> {
    /**
     * A piece of text that may be shown.
     *
     * @param text the piece; may be empty
     * @param tokens the tokens that end in this piece, in order
     * @param <T> what is known of a token
     */
    public record Piece<T>(String text, List<T> tokens) {
        /** Copies the tokens. */
        public Piece {
            tokens = List.copyOf(tokens);
        }
    }

    /** A token that has not been released; offsets count the characters of the text. */
    private static final class Pending<T> {
        private static final long UNKNOWN = Long.MAX_VALUE;

        private final T token;
        private final long start;
        private long end = UNKNOWN;

        Pending(T token, long start) {
            this.token = token;
            this.start = start;
        }
    }

    private final Utf8Assembler assembler = new Utf8Assembler();
    private final StopMatcher matcher;
    private final ArrayDeque<Pending<T>> pending = new ArrayDeque<>();
    private final StringBuilder decoded = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private long decodedLength;
    private long shownLength;

    /** The text of an answer that has no token yet. */
    public TokenText(StopAutomaton stops) {
        matcher = new StopMatcher(stops);
    }

    /** Takes a token and gives the text that may now be shown; nothing after a stop sequence. */
    public Piece<T> push(byte[] bytes, T token) {
        if (matcher.isStopped()) {
            return new Piece<>("", List.of());
        }
        Pending<T> last = new Pending<>(token, decodedLength);
        pending.add(last);
        decoded.setLength(0);
        assembler.push(bytes, decoded);
        resolve(last);
        return show(false);
    }

    /** The characters so far, those held back among them: where the next token begins. */
    public long length() {
        return decodedLength;
    }

    /** Whether a stop sequence ended the text. */
    public boolean isStopped() {
        return matcher.isStopped();
    }

    /** Ends the text and gives what was held back. */
    public Piece<T> finish() {
        if (matcher.isStopped()) {
            return new Piece<>("", List.of());
        }
        decoded.setLength(0);
        assembler.finish(decoded);
        decodedLength += decoded.length();
        for (Pending<T> each : pending) {
            each.end = Math.min(each.end, decodedLength);
        }
        return show(true);
    }

    /** Finds where tokens end now that more characters are known. */
    private void resolve(Pending<T> last) {
        if (!decoded.isEmpty()) {
            long firstEnd = decodedLength + Character.charCount(decoded.codePointAt(0));
            for (Pending<T> each : pending) {
                if (each != last) {
                    each.end = Math.min(each.end, firstEnd);
                }
            }
        }
        decodedLength += decoded.length();
        if (!assembler.isPending()) {
            for (Pending<T> each : pending) {
                each.end = Math.min(each.end, decodedLength);
            }
        }
    }

    private Piece<T> show(boolean finished) {
        shown.setLength(0);
        matcher.push(decoded, shown);
        if (finished && !matcher.isStopped()) {
            matcher.finish(shown);
        }
        shownLength += shown.length();
        List<T> tokens = new ArrayList<>();
        boolean over = finished || matcher.isStopped();
        while (!pending.isEmpty() && isReleased(pending.element(), over)) {
            tokens.add(pending.remove().token);
        }
        return new Piece<>(shown.toString(), tokens);
    }

    private boolean isReleased(Pending<T> token, boolean over) {
        return over ? token.start < shownLength : token.end <= shownLength && !shown.isEmpty();
    }
}
