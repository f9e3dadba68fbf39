package dev.nagare.local.schedule;

/**
 * The handle of a submitted sequence.
 *
 * <p>Any thread may call any method, any number of times, also after the end; no method blocks.
 */
public interface SequenceHandle {
    /** Ends the sequence within one step; its end is {@link SequenceEnd.Cancelled} unless it came to another before. */
    void cancel();

    /** Asks to be skipped; what is computed already stays. At most one more token may come. */
    void pause();

    /** Takes back {@link #pause()}. */
    void resume();
}
