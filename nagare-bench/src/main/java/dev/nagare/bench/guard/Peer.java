package dev.nagare.bench.guard;

/** A published way to moderate a stream, re-implemented: text in, text that it lets out. What it lets out is a beginning. */
abstract class Peer {
    private boolean stopped;

    /** Takes a piece; returns what is let out now. */
    abstract String accept(String piece);

    /** The answer is over; returns what is let out at the end. */
    abstract String finish();

    /** Ends the answer: something was found. */
    final String stop() {
        stopped = true;
        return "";
    }

    /** Whether it has found something. */
    final boolean isStopped() {
        return stopped;
    }
}
