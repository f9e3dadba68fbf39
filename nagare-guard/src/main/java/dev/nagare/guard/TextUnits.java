package dev.nagare.guard;

/** Plain text: joins surrogates, wherever the text is cut; one without its other half stays as it is. */
final class TextUnits extends Units {
    private static final char NONE = 0;

    private char high = NONE;
    private long highAt;

    @Override
    void accept(char next, long at, Sink sink) {
        if (high != NONE) {
            char first = high;
            high = NONE;
            if (Character.isLowSurrogate(next)) {
                sink.unit(Character.toCodePoint(first, next), highAt, at + 1);
                return;
            }
            sink.unit(first, highAt, highAt + 1);
        }
        if (Character.isHighSurrogate(next)) {
            high = next;
            highAt = at;
        } else {
            sink.unit(next, at, at + 1);
        }
    }

    @Override
    void end(long at, Sink sink) {
        if (high != NONE) {
            sink.unit(high, highAt, at);
            high = NONE;
        }
    }

    @Override
    long pendingStart() {
        return high == NONE ? Long.MAX_VALUE : highAt;
    }

    @Override
    boolean inString() {
        return false;
    }
}
