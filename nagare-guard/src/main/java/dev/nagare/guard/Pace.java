package dev.nagare.guard;

/**
 * Says when a judge is asked next: at once when something is new, or only when there is enough of it, first a little and then
 * twice as much each time up to a bound. One thread at a time.
 */
final class Pace {
    private final int longest;
    private int step;
    private boolean hurry;

    /**
     * A pace.
     *
     * @param first how many new chars there must be before the first question
     * @param longest how many there must be at most
     */
    Pace(int first, int longest) {
        this.step = first;
        this.longest = longest;
    }

    /** The next question waits for nothing: no more is coming, or someone waits for its verdict. */
    void hurry() {
        hurry = true;
    }

    /** Whether to ask, where so many chars are new. */
    boolean isDue(long newChars) {
        return hurry || newChars >= step;
    }

    /** A question has been asked. */
    void asked() {
        hurry = false;
        step = Math.min(longest, 2 * step);
    }
}
