package dev.nagare.client;

import dev.nagare.wire.ApiError;
import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.MalformedJsonException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the body of a response is, by its status and its media type. */
final class Bodies {
    /** How much of an error's body is read. */
    static final int MAX_ERROR_BYTES = 64 << 10;

    private Bodies() {}

    static boolean isSuccess(ResponseHead head) {
        return head.status() / 100 == 2;
    }

    static boolean isJson(ResponseHead head) {
        String type = head.mediaType();
        return type.equals("application/json") || type.endsWith("+json");
    }

    static boolean isEventStream(ResponseHead head) {
        return head.mediaType().equals("text/event-stream");
    }

    /** Whether the body is surely no answer. */
    static boolean isPage(ResponseHead head) {
        String type = head.mediaType();
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    /** The exception for a status that is no success. */
    static ApiException failure(ResponseHead head, byte[] body) {
        ApiError error = find(body);
        return ApiException.of(
                head,
                error != null
                        ? error
                        : new ApiError(
                                reason(head) + "; the server gave no reason", null, null, null, JsonObject.EMPTY));
    }

    /** The error that a body of JSON holds, or null. */
    static @Nullable ApiError find(byte[] body) {
        try {
            return ErrorCodec.find(Json.parse(body));
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /**
     * Reads a whole answer.
     *
     * @throws ApiException when it is an error
     * @throws ProtocolException when it is neither
     */
    static <A> A whole(Assembly<?, A> assembly, ResponseHead head, byte[] body) {
        if (body.length == 0) {
            throw new ProtocolException("the response is empty", head);
        }
        ApiError error = find(body);
        if (error != null) {
            throw ApiException.of(head, error);
        }
        try {
            return assembly.whole(body);
        } catch (MalformedJsonException e) {
            throw new ProtocolException("the response is no answer: " + e.getMessage(), head);
        }
    }

    /** The exception for a body of the wrong media type. */
    static ProtocolException unexpected(ResponseHead head) {
        String type = head.mediaType();
        String named = type.isEmpty() ? "something without a media type" : ServerText.bounded(type, 80);
        return new ProtocolException(
                "expected an answer, but got " + named + "; does the base URL end with the API's path, such as /v1?",
                head);
    }

    private static String reason(ResponseHead head) {
        return switch (head.status()) {
            case 301, 302, 303, 307, 308 -> "the address has moved";
            case 401 -> "no valid API key";
            case 403 -> "not allowed";
            case 404 -> "no such address";
            case 407 -> "the proxy wants to know who asks";
            case 429 -> "too many requests";
            case 502, 503, 504 -> "the server is not available";
            default -> String.format(Locale.ROOT, "status %d", head.status());
        };
    }
}
