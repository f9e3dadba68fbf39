package dev.nagare.guard;

import java.util.function.Consumer;

/**
 * One stream under a policy, chunk by chunk. One thread at a time.
 *
 * @param <C> the type of chunk
 */
interface StreamGuard<C> {
    /** Takes the next chunk and gives on what may be shown. */
    void chunk(C chunk, Consumer<? super C> out);

    /**
     * The stream has ended.
     *
     * @param complete whether it came to its end: then what is held back may go
     */
    void end(boolean complete, Consumer<? super C> out);

    /** Whether every choice has its finish reason. */
    boolean isOver();

    /** Whether every choice has its finish reason, and a rule has ended one of them. */
    boolean isEndedByRule();
}
