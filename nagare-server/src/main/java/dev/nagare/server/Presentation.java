package dev.nagare.server;

import dev.nagare.wire.Usage;
import dev.nagare.wire.Utf8Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How the chunks of one stream are shown to the reader who asked for it: with or without usage, tier and padding.
 *
 * @param <C> the type of chunk
 */
interface Presentation<C> {
    /** Whether every chunk is to show the tokens used so far. */
    boolean showsUsageSoFar();

    /** The chunk with the tokens used so far. For any thread. */
    C withUsage(C chunk, Usage soFar);

    /** The tokens used so far that a chunk shows; null when it shows none. For any thread. */
    @Nullable
    Usage usageSoFar(C chunk);

    /** Appends a chunk's event. Event loop only. */
    void write(C chunk, Utf8Buffer out);

    /** Appends the event with the usage, when the request asked for it. Event loop only. */
    void writeUsage(Usage usage, Utf8Buffer out);

    /** What a chunk adds, when that is nothing but text that may be joined with its neighbour's; else null. */
    @Nullable
    TextRun textRun(C chunk);

    /** A chunk like this one, a text run, with another text; what it shows of the tokens used so far stays. */
    C withText(C chunk, String text);

    /** About how many bytes a chunk holds in memory. */
    int weight(C chunk);
}
