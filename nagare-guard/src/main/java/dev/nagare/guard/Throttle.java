package dev.nagare.guard;

import dev.nagare.engine.Generation;

/** Keeps an engine at rest while its reader wants no more, or while too much waits for a verdict. One thread at a time. */
final class Throttle {
    private final Generation engine;
    private final int maxHeld;
    private boolean isFull;
    private boolean readerPaused;
    private boolean enginePaused;

    /**
     * An engine at work.
     *
     * @param maxHeld how many chars may wait
     */
    Throttle(Generation engine, int maxHeld) {
        this.engine = engine;
        this.maxHeld = maxHeld;
    }

    /** Whether the reader wants no more for now. */
    boolean isReaderPaused() {
        return readerPaused;
    }

    /** Whether as much waits as may; once it does, half of it must go before this ends. */
    boolean isFull() {
        return isFull;
    }

    void readerPaused(boolean paused) {
        readerPaused = paused;
    }

    /** Pauses the engine or lets it go on. */
    void update(long heldChars) {
        isFull = isFull ? heldChars > maxHeld / 2 : heldChars > maxHeld;
        boolean pause = isFull || readerPaused;
        if (pause != enginePaused) {
            enginePaused = pause;
            if (pause) {
                engine.pause();
            } else {
                engine.resume();
            }
        }
    }
}
