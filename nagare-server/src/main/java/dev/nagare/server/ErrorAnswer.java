package dev.nagare.server;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as a caller sees it.
 *
 * @param status the HTTP status, where one can still be sent
 * @param error the body
 * @param headers headers that go with the status
 */
record ErrorAnswer(int status, ApiError error, Map<String, String> headers) {
    private static final Map<String, String> RETRY = Map.of("retry-after", "1");

    static final ErrorAnswer CLOSING =
            server(503, "The server is shutting down. Please try again later.", "server_shutting_down");
    static final ErrorAnswer TOO_MANY_BODIES =
            tooMany("Too many large requests are being read by this server. Please try again later.", 1);
    static final ErrorAnswer TOO_MANY_CONNECTIONS =
            tooMany("Too many connections are open to this server. Please try again later.", 1);
    static final ErrorAnswer CANCELLED = server(500, "The generation was cancelled.", "cancelled");
    static final ErrorAnswer UNFINISHED = server(500, "The generation ended before the answer did.", null);
    static final ErrorAnswer INTERNAL = server(500, "The server had an error while processing your request.", null);
    static final ErrorAnswer REQUEST_TIMEOUT =
            server(504, "The request took longer than this server allows.", "request_timeout");
    static final ErrorAnswer BODY_TIMEOUT = invalid(408, "The request's body took too long to arrive.", null);

    private static final int ECHO = 200;

    /** The one place where an engine's kind of error becomes a status. */
    static ErrorAnswer of(EngineException exception) {
        EngineErrorKind kind = exception.kind();
        int status = switch (kind) {
            case INVALID_REQUEST -> 400;
            case MODEL_NOT_FOUND -> 404;
            case RATE_LIMITED -> 429;
            case OVERLOADED, UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
        return new ErrorAnswer(status, exception.error(), status == 429 || status == 503 ? RETRY : Map.of());
    }

    /** A request that breaks a rule of the protocol. */
    static ErrorAnswer of(ApiError error) {
        return new ErrorAnswer(400, error, Map.of());
    }

    /** An error that the caller can mend. */
    static ErrorAnswer invalid(int status, String message, @Nullable String code) {
        return new ErrorAnswer(
                status, new ApiError(message, "invalid_request_error", null, code, JsonObject.EMPTY), Map.of());
    }

    /** A request that is not HTTP as this server reads it. */
    static ErrorAnswer malformed(String why) {
        return invalid(400, "The request could not be read: " + why + ".", null);
    }

    /** What the HTTP decoder could not read. */
    static ErrorAnswer malformed(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return invalid(414, "The request's URL is too long.", null);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return invalid(431, "The request's headers are too large.", null);
        }
        return malformed("it is not well-formed HTTP");
    }

    static ErrorAnswer unknownUrl(String method, String path) {
        return invalid(
                404,
                "Unknown request URL: " + echo(method) + " " + echo(path) + ". Please check the URL for typos.",
                "unknown_url");
    }

    static ErrorAnswer wrongMethod(String method, String path, Route route) {
        ErrorAnswer answer = invalid(
                405,
                "Not allowed to " + echo(method) + " on " + echo(path) + ". Allowed: " + route.allow() + ".",
                "method_not_supported");
        return new ErrorAnswer(answer.status, answer.error, Map.of("allow", route.allow()));
    }

    static ErrorAnswer bodyTooLarge(int limit) {
        return invalid(413, "The request's body is too large: the limit is " + limit + " bytes.", null);
    }

    static ErrorAnswer modelNotFound(String model) {
        return invalid(
                404,
                "The model `" + echo(model) + "` does not exist or you do not have access to it.",
                "model_not_found");
    }

    /** There is no room among those that wait. */
    static ErrorAnswer queueFull(long retryAfterSeconds) {
        return tooMany(
                "Too many requests are waiting for this server. Please try again in " + retryAfterSeconds + "s.",
                retryAfterSeconds);
    }

    /** The turn did not come in time. */
    static ErrorAnswer queuedTooLong(long retryAfterSeconds) {
        ErrorAnswer answer = server(
                503, "The server is overloaded: the request waited too long for its turn.", "server_is_overloaded");
        return new ErrorAnswer(answer.status, answer.error, retryAfter(retryAfterSeconds));
    }

    private static Map<String, String> retryAfter(long seconds) {
        return Map.of("retry-after", Long.toString(seconds));
    }

    private static ErrorAnswer server(int status, String message, @Nullable String code) {
        return new ErrorAnswer(
                status,
                new ApiError(message, "server_error", null, code, JsonObject.EMPTY),
                status == 503 ? RETRY : Map.of());
    }

    private static ErrorAnswer tooMany(String message, long retryAfterSeconds) {
        return new ErrorAnswer(
                429,
                new ApiError(message, "requests", null, "rate_limit_exceeded", JsonObject.EMPTY),
                retryAfter(retryAfterSeconds));
    }

    private static String echo(String text) {
        return text.length() <= ECHO ? text : text.substring(0, ECHO) + "...";
    }
}
