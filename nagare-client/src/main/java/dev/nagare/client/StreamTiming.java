package dev.nagare.client;

import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * When what of a stream arrived, counted from the moment at which the call began. What has not come yet is null.
 *
 * <p>A time is that of the arrival of the bytes, however late their reader comes to them. In the words of OpenTelemetry's
 * conventions for generative clients {@code firstEvent} is {@code gen_ai.client.operation.time_to_first_chunk},
 * {@code gaps} are {@code gen_ai.client.operation.time_per_output_chunk}, {@code total} is
 * {@code gen_ai.client.operation.duration}; {@link #metrics()} has them by these names.
 *
 * @param headers the response's headers
 * @param firstEvent the first event, which often holds nothing but the role
 * @param firstContent the first chunk that says something: the time to first token
 * @param lastContent the last chunk so far that says something
 * @param total the end of the stream, whatever the end was
 * @param chunks how many chunks arrived
 * @param contentChunks how many of them say something
 * @param gaps the times between the chunks that say something
 */
public record StreamTiming(
        @Nullable Duration headers,
        @Nullable Duration firstEvent,
        @Nullable Duration firstContent,
        @Nullable Duration lastContent,
        @Nullable Duration total,
        long chunks,
        long contentChunks,
        GapHistogram gaps) {
    /** The mean time between two chunks that say something; empty before there are two. */
    public Optional<Duration> timePerContentChunk() {
        return gaps.mean();
    }

    /**
     * How many tokens came in a second, from the first that arrived to the last; empty when there are too few to tell.
     *
     * @param usage the stream's token counts
     */
    public OptionalDouble tokensPerSecond(Usage usage) {
        long tokens = usage.completionTokens() - 1L;
        if (firstContent == null || lastContent == null || tokens < 1 || firstContent.equals(lastContent)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(tokens / seconds(lastContent.minus(firstContent)));
    }

    /** The times in seconds under OpenTelemetry's names, of gaps the mean; what has not come yet is left out. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (total != null) {
            metrics.put("gen_ai.client.operation.duration", seconds(total));
        }
        if (firstEvent != null) {
            metrics.put("gen_ai.client.operation.time_to_first_chunk", seconds(firstEvent));
        }
        gaps.mean().ifPresent(mean -> metrics.put("gen_ai.client.operation.time_per_output_chunk", seconds(mean)));
        return Collections.unmodifiableMap(metrics);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
