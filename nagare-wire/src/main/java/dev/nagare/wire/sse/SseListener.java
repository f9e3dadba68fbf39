package dev.nagare.wire.sse;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the events that a {@link SseDecoder} finds. */
@FunctionalInterface
public interface SseListener {
    /**
     * Takes an event. The bytes are the decoder's own and change after the call.
     *
     * @param type the event's type, {@code message} unless it named one
     * @param data holds the data in UTF-8
     * @param offset where the data begins
     * @param length how many bytes the data has
     * @param lastEventId the last id of the stream so far, or null
     */
    void event(String type, byte[] data, int offset, int length, @Nullable String lastEventId);

    /** A listener that makes values of the events; invalid UTF-8 in the data becomes U+FFFD. */
    static SseListener of(Consumer<SseEvent> consumer) {
        return (type, data, offset, length, lastEventId) -> consumer.accept(
                new SseEvent(type, new String(data, offset, length, StandardCharsets.UTF_8), lastEventId));
    }
}
