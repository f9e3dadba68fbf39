package dev.nagare.wire.sse;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event.
 *
 * @param type the value of the last {@code event} field, {@code message} when there was none
 * @param data the {@code data} lines, joined by line feeds
 * @param lastEventId the value of the last {@code id} field of the stream so far, or null
 */
public record SseEvent(String type, String data, @Nullable String lastEventId) {}
