package dev.nagare.server;

import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that is over, on the socket and in the engine.
 *
 * @param requestId the value of {@code x-request-id}
 * @param keyName the name of the API key; null without one
 * @param remoteAddress the peer's address without its port; null when it is not known
 * @param method the HTTP method as it came; empty when it could not be read
 * @param path the path as it came, without its query; empty when it could not be read
 * @param route what it was for
 * @param status the status that was sent; 0 when none was
 * @param outcome how it ended
 * @param reason why it was refused, failed or was given up; null otherwise
 * @param streamed whether it was answered with events
 * @param model the model that answered, as its first chunk says; null when none did
 * @param finishReason why a completed generation ended: of several choices by {@link FinishReasons}; null without one
 * @param usage the tokens used, also of an answer that was cut short; null when no generation began,
 *     or its end did not come before the server was closed
 * @param received when its head had come
 * @param queued how long it waited for its turn; null when it never had one to wait for
 * @param toFirstChunk from the head until the engine's first chunk; null when there was none
 * @param total from the head until the end
 */
public record RequestEnded(
        String requestId,
        @Nullable String keyName,
        @Nullable String remoteAddress,
        String method,
        String path,
        Route route,
        int status,
        RequestOutcome outcome,
        @Nullable ErrorReason reason,
        boolean streamed,
        @Nullable String model,
        @Nullable FinishReason finishReason,
        @Nullable Usage usage,
        Instant received,
        @Nullable Duration queued,
        @Nullable Duration toFirstChunk,
        Duration total) {

    /**
     * How it ended, in one word: {@code stop}, {@code length}, {@code content_filter} or {@code tool_calls} for a
     * generation that came to its end, {@code completed} for any other answer, or {@code rejected}, {@code error},
     * {@code cancelled}, {@code disconnected} or {@code timeout}.
     */
    public String ended() {
        return outcome == RequestOutcome.COMPLETED && finishReason != null
                ? FinishReasons.word(finishReason)
                : outcome.word();
    }
}
