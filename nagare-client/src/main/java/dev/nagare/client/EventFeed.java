package dev.nagare.client;

import dev.nagare.wire.ApiError;
import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamErrorException;
import dev.nagare.wire.sse.SseDecoder;
import dev.nagare.wire.sse.SseEvent;
import dev.nagare.wire.sse.SseLimitException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an event stream into chunks, up to {@code [DONE]}, the first error, or the end of the input.
 *
 * <p>{@code [DONE]} counts only when it is all of an event's data. An event is an error when its type says so or when its
 * data is an error's JSON. Data of any other type of event is a chunk. An event without data is a heartbeat.
 */
final class EventFeed<C> {
    private static final int MAX_SCRATCH = 16 << 10;

    private final Assembly<C, ?> assembly;
    private final ResponseHead head;
    private final SseDecoder decoder;
    private final ArrayDeque<C> chunks = new ArrayDeque<>(4);
    private byte[] scratch = new byte[512];
    private boolean done;
    private @Nullable NagareClientException error;

    EventFeed(Assembly<C, ?> assembly, ResponseHead head, int maxEventBytes) {
        this.assembly = assembly;
        this.head = head;
        this.decoder =
                new SseDecoder((type, data, offset, length, id) -> event(type, data, offset, length), maxEventBytes);
    }

    /** Takes bytes; what follows the end is ignored. */
    void push(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && !isOver()) {
                int count = Math.min(MAX_SCRATCH, bytes.remaining());
                if (count > scratch.length) {
                    // As large as what comes at one time: a stream of single events needs little.
                    scratch = new byte[Math.min(MAX_SCRATCH, Math.max(count, 2 * scratch.length))];
                }
                bytes.get(scratch, 0, count);
                decoder.push(scratch, 0, count);
            }
        } catch (SseLimitException e) {
            error = new ProtocolException(e.getMessage() == null ? "an event is too large" : e.getMessage(), head);
        }
    }

    /**
     * The input has ended in good order. An event that no empty line ended counts if it can be read: some servers leave
     * the last empty line out, and half of a chunk is no JSON.
     */
    void endOfInput() {
        if (isOver()) {
            return;
        }
        SseEvent last = decoder.takeUnfinished();
        if (last != null) {
            byte[] data = last.data().getBytes(StandardCharsets.UTF_8);
            event(last.type(), data, 0, data.length);
            if (error instanceof ProtocolException) {
                error = null;
            }
        }
    }

    /** Adds a chunk that came in another way. */
    void add(C chunk) {
        chunks.add(chunk);
    }

    /** Ends the feed with an error, after the chunks that have been read. */
    void fail(NagareClientException reason) {
        error = reason;
    }

    /** The next chunk, or null when none is ready. */
    @Nullable
    C poll() {
        return chunks.poll();
    }

    /** Whether nothing more will be read. */
    boolean isOver() {
        return done || error != null;
    }

    /** Whether the server said {@code [DONE]}. */
    boolean isDone() {
        return done;
    }

    /** What the server or its bytes have wrong, or null. */
    @Nullable
    NagareClientException error() {
        return error;
    }

    private void event(String type, byte[] data, int offset, int length) {
        if (isOver() || length == 0) {
            return;
        }
        if (type.equals("error")) {
            error = ApiException.of(head, said(new String(data, offset, length, StandardCharsets.UTF_8)));
            return;
        }
        try {
            C chunk = assembly.read(data, offset, length);
            if (chunk == null) {
                done = true;
            } else {
                add(chunk);
            }
        } catch (StreamErrorException e) {
            error = ApiException.of(head, e.error());
        } catch (MalformedJsonException e) {
            error = new ProtocolException("an event's data is no chunk: " + e.getMessage(), head);
        }
    }

    /** The error of an event that calls itself one, whatever its data is. */
    private static ApiError said(String data) {
        ApiError found = null;
        boolean isJson = true;
        try {
            found = ErrorCodec.find(Json.parse(data));
        } catch (MalformedJsonException e) {
            isJson = false;
        }
        if (found != null) {
            return found;
        }
        String message = isJson ? "the server gave no message" : ServerText.bounded(data);
        return new ApiError(message, null, null, null, JsonObject.EMPTY);
    }
}
