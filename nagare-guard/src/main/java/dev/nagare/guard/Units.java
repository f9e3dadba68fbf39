package dev.nagare.guard;

/** Reads a text that comes in pieces of chars as whole characters with their places. */
abstract sealed class Units permits TextUnits, JsonUnits {
    /** Takes what is read. */
    interface Sink {
        /** A character that stands at [start, end) of the text. */
        void unit(int codePoint, long start, long end);

        /** What comes next has nothing to do with what was before. */
        void separator();
    }

    /** Takes the next char, which stands at this place. */
    abstract void accept(char next, long at, Sink sink);

    /** The text is over: gives what is unfinished as it is. */
    abstract void end(long at, Sink sink);

    /** Where an unfinished character begins; {@link Long#MAX_VALUE} when there is none. */
    abstract long pendingStart();

    /** Whether the place reached is inside a string of a JSON text. */
    abstract boolean inString();
}
