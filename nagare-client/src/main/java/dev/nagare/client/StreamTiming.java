package dev.nagare.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When what of a stream arrived, counted from the moment at which the request was sent. What has not come yet is null.
 *
 * <p>A time is that of the arrival of the bytes, however late their reader comes to them.
 *
 * @param headers the response's headers
 * @param firstEvent the first event, which often holds nothing but the role
 * @param firstContent the first chunk that says something: the time to first token
 * @param lastContent the last chunk so far that says something
 * @param total the end of the stream, whatever the end was
 * @param chunks how many chunks arrived
 * @param contentChunks how many of them say something
 */
public record StreamTiming(
        @Nullable Duration headers,
        @Nullable Duration firstEvent,
        @Nullable Duration firstContent,
        @Nullable Duration lastContent,
        @Nullable Duration total,
        long chunks,
        long contentChunks) {
    /** The mean time between two chunks that say something; empty before there are two. */
    public Optional<Duration> timePerContentChunk() {
        return firstContent == null || lastContent == null || contentChunks < 2
                ? Optional.empty()
                : Optional.of(lastContent.minus(firstContent).dividedBy(contentChunks - 1));
    }
}
