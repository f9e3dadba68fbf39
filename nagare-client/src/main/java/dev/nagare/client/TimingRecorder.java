package dev.nagare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notes when the chunks of one stream arrived; a few numbers and one array, whatever the stream's length. */
final class TimingRecorder {
    private static final long NEVER = -1;

    private final GapRecorder gaps = new GapRecorder();
    private long firstEvent = NEVER;
    private long firstContent = NEVER;
    private long lastContent = NEVER;
    private long total = NEVER;
    private long chunks;
    private long contentChunks;

    /** A chunk arrived this many nanoseconds after the call began. */
    void chunk(long at, boolean content) {
        if (chunks++ == 0) {
            firstEvent = at;
        }
        if (content) {
            if (contentChunks++ == 0) {
                firstContent = at;
            } else {
                gaps.add(at - lastContent);
            }
            lastContent = at;
        }
    }

    /** The stream ended. */
    void end(long at) {
        total = at;
    }

    StreamTiming snapshot(@Nullable Duration headers) {
        return new StreamTiming(
                headers,
                duration(firstEvent),
                duration(firstContent),
                duration(lastContent),
                duration(total),
                chunks,
                contentChunks,
                gaps.snapshot());
    }

    private static @Nullable Duration duration(long nanos) {
        return nanos == NEVER ? null : Duration.ofNanos(nanos);
    }
}
