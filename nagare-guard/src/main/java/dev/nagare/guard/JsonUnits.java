package dev.nagare.guard;

/**
 * JSON text: the characters of its strings without escapes, and what stands outside as it is. A quotation mark that opens
 * or closes a string separates. What is not JSON, because a model wrote it, is read as far as it makes sense.
 */
final class JsonUnits extends Units {
    private static final int NOT_IN_ESCAPE = -2;
    private static final int AFTER_BACKSLASH = -1;

    private boolean inString;

    /** How many hexadecimal digits of an escape have come, or one of the constants above. */
    private int escape = NOT_IN_ESCAPE;

    private final StringBuilder digits = new StringBuilder(4);
    private long escapeAt;

    /** The first half of a character, of which each half may be written as it is or as an escape. */
    private char high;

    private long highAt;
    private long highEnd;

    @Override
    void accept(char next, long at, Sink sink) {
        if (escape == AFTER_BACKSLASH) {
            afterBackslash(next, at, sink);
        } else if (escape >= 0) {
            hexadecimal(next, at, sink);
        } else if (inString && next == '\\') {
            escape = AFTER_BACKSLASH;
            escapeAt = at;
        } else if (next == '"') {
            flushHigh(sink);
            sink.separator();
            inString = !inString;
        } else {
            unit(next, at, at + 1, sink);
        }
    }

    private void afterBackslash(char next, long at, Sink sink) {
        if (next == 'u') {
            escape = 0;
            digits.setLength(0);
            return;
        }
        escape = NOT_IN_ESCAPE;
        char meant = switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> next;
        };
        unit(meant, escapeAt, at + 1, sink);
    }

    private void hexadecimal(char next, long at, Sink sink) {
        if (Character.digit(next, 16) < 0) {
            brokenEscape(sink);
            accept(next, at, sink);
            return;
        }
        digits.append(next);
        escape++;
        if (escape == 4) {
            escape = NOT_IN_ESCAPE;
            unit((char) Integer.parseInt(digits, 0, 4, 16), escapeAt, at + 1, sink);
        }
    }

    /** No escape after all: what looked like one is what is there. */
    private void brokenEscape(Sink sink) {
        flushHigh(sink);
        if (escape != NOT_IN_ESCAPE) {
            sink.unit('\\', escapeAt, escapeAt + 1);
        }
        if (escape >= 0) {
            sink.unit('u', escapeAt + 1, escapeAt + 2);
            for (int i = 0; i < digits.length(); i++) {
                sink.unit(digits.charAt(i), escapeAt + 2 + i, escapeAt + 3 + i);
            }
        }
        escape = NOT_IN_ESCAPE;
    }

    private void unit(char unit, long start, long end, Sink sink) {
        if (high != 0 && Character.isLowSurrogate(unit)) {
            char first = high;
            high = 0;
            sink.unit(Character.toCodePoint(first, unit), highAt, end);
            return;
        }
        flushHigh(sink);
        if (Character.isHighSurrogate(unit)) {
            high = unit;
            highAt = start;
            highEnd = end;
        } else {
            sink.unit(unit, start, end);
        }
    }

    private void flushHigh(Sink sink) {
        if (high != 0) {
            char first = high;
            high = 0;
            sink.unit(first, highAt, highEnd);
        }
    }

    @Override
    void end(long at, Sink sink) {
        flushHigh(sink);
        brokenEscape(sink);
    }

    @Override
    long pendingStart() {
        if (high != 0) {
            return highAt;
        }
        return escape == NOT_IN_ESCAPE ? Long.MAX_VALUE : escapeAt;
    }

    @Override
    boolean inString() {
        return inString;
    }
}
