package dev.nagare.server;

import dev.nagare.wire.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that is over, on the socket and in the engine.
 *
 * @param requestId the value of {@code x-request-id}
 * @param route what it was for
 * @param status the status that was sent; 0 when none was
 * @param outcome how it ended
 * @param streamed whether it was answered with events
 * @param usage the tokens used, also of an answer that was cut short; null when no generation began
 * @param received when its head had come
 * @param toFirstChunk from then until the engine's first chunk; null when there was none
 * @param total from then until the end
 */
public record RequestEnded(
        String requestId,
        Route route,
        int status,
        RequestOutcome outcome,
        boolean streamed,
        @Nullable Usage usage,
        Instant received,
        @Nullable Duration toFirstChunk,
        Duration total) {}
