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
 * @param outcome how a request is known to have ended that was answered with this before its first chunk
 * @param reason why, in one word
 */
record ErrorAnswer(
        int status, ApiError error, Map<String, String> headers, RequestOutcome outcome, ErrorReason reason) {
    private static final Map<String, String> RETRY = retryAfter(1);

    static final ErrorAnswer CLOSING = server(
            503,
            "The server is shutting down. Please try again later.",
            "server_shutting_down",
            RequestOutcome.SHUT_DOWN,
            ErrorReason.SHUTTING_DOWN);
    static final ErrorAnswer TOO_MANY_BODIES = tooMany(
            "Too many large requests are being read by this server. Please try again later.",
            "requests",
            1,
            ErrorReason.DECODING_FULL);

    static final ErrorAnswer TOO_MANY_SCRAPES = overloaded(
            "The server is overloaded: its metrics are being told to as many as may ask at a time.",
            1,
            ErrorReason.SCRAPES_FULL);
    static final ErrorAnswer TOO_MANY_CONNECTIONS = tooMany(
            "Too many connections are open to this server. Please try again later.",
            "requests",
            1,
            ErrorReason.TOO_MANY_CONNECTIONS);
    static final ErrorAnswer CANCELLED =
            server(500, "The generation was cancelled.", "cancelled", RequestOutcome.CANCELLED, ErrorReason.INTERNAL);
    static final ErrorAnswer UNFINISHED = failed("The generation ended before the answer did.");
    static final ErrorAnswer INTERNAL = failed("The server had an error while processing your request.");
    static final ErrorAnswer REQUEST_TIMEOUT = server(
            504,
            "The request took longer than this server allows.",
            "request_timeout",
            RequestOutcome.TIMED_OUT,
            ErrorReason.REQUEST_TIMEOUT);
    static final ErrorAnswer BODY_TIMEOUT = new ErrorAnswer(
            408,
            new ApiError(
                    "The request's body took too long to arrive.",
                    "invalid_request_error",
                    null,
                    null,
                    JsonObject.EMPTY),
            Map.of(),
            RequestOutcome.STALLED,
            ErrorReason.BODY_TIMEOUT);
    static final ErrorAnswer NO_KEY = unauthenticated(
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer"
                    + " auth (i.e. Authorization: Bearer YOUR_KEY).",
            null);

    static final ErrorAnswer NO_MODERATOR = invalid(
            404,
            "Unknown request URL: POST /v1/moderations. This server has no moderation policy to judge texts by.",
            "unknown_url");

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
        return new ErrorAnswer(
                status,
                exception.error(),
                status == 429 || status == 503 ? RETRY : Map.of(),
                status == 500 ? RequestOutcome.FAILED : RequestOutcome.REJECTED,
                ErrorReason.of(status));
    }

    /** A request that breaks a rule of the protocol. */
    static ErrorAnswer of(ApiError error) {
        return rejected(400, error, Map.of());
    }

    /** An error that the caller can mend. */
    static ErrorAnswer invalid(int status, String message, @Nullable String code) {
        return rejected(status, new ApiError(message, "invalid_request_error", null, code, JsonObject.EMPTY), Map.of());
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
        return rejected(answer.status, answer.error, Map.of("allow", route.allow()));
    }

    static ErrorAnswer bodyTooLarge(int limit) {
        return invalid(413, "The request's body is too large: the limit is " + limit + " bytes.", null);
    }

    /** An answer that is not streamed has grown larger than this server keeps. Asked for again it would grow again. */
    static ErrorAnswer answerTooLarge(int limit) {
        return new ErrorAnswer(
                400,
                new ApiError(
                        "The answer is too large: this server keeps at most " + limit
                                + " bytes of an answer that is not streamed. Please use 'stream': true, or ask for fewer tokens.",
                        "invalid_request_error",
                        "stream",
                        "answer_too_large",
                        JsonObject.EMPTY),
                Map.of(),
                RequestOutcome.FAILED,
                ErrorReason.ANSWER_TOO_LARGE);
    }

    /** An array of the request that is longer than this server takes. */
    static ErrorAnswer tooMany(String parameter, int most, int count) {
        return of(new ApiError(
                "Invalid '" + parameter + "': array too long. Expected an array with maximum length " + most
                        + ", but got an array with length " + count + " instead.",
                "invalid_request_error",
                parameter,
                "array_above_max_length",
                JsonObject.EMPTY));
    }

    static ErrorAnswer modelNotFound(String model) {
        return invalid(
                404,
                "The model `" + echo(model) + "` does not exist or you do not have access to it.",
                "model_not_found");
    }

    /** A key that is none of those accepted; of the key itself no more is shown than its holder needs to know it by. */
    static ErrorAnswer wrongKey(String presented) {
        return unauthenticated("Incorrect API key provided: " + masked(presented) + ".", "invalid_api_key");
    }

    private static String masked(String key) {
        int length = key.length();
        boolean plain = length >= 12 && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? key.substring(0, 5) + "***" + key.substring(length - 2) : "***";
    }

    /** There is no room among those that wait. */
    static ErrorAnswer queueFull(long retryAfterSeconds) {
        return tooMany(
                "Too many requests are waiting for this server. Please try again in " + retryAfterSeconds + "s.",
                "requests",
                retryAfterSeconds,
                ErrorReason.QUEUE_FULL);
    }

    /** The turn did not come in time. */
    static ErrorAnswer queuedTooLong(long retryAfterSeconds) {
        return overloaded(
                "The server is overloaded: the request waited too long for its turn.",
                retryAfterSeconds,
                ErrorReason.QUEUE_TIMEOUT);
    }

    /** The bodies that are held are as large as they may be together. */
    static ErrorAnswer bodiesFull(long retryAfterSeconds) {
        return overloaded(
                "The server is overloaded: it holds as many bytes of requests as it may.",
                retryAfterSeconds,
                ErrorReason.BODIES_FULL);
    }

    /** The key has made all its requests of a minute. */
    static ErrorAnswer requestRate(int limit, long retryAfterSeconds) {
        return tooMany(
                "Rate limit reached for requests per min (RPM): Limit " + limit + ". Please try again in "
                        + retryAfterSeconds + "s.",
                "requests",
                retryAfterSeconds,
                ErrorReason.REQUEST_RATE);
    }

    /** The key has not so many tokens of a minute left. */
    static ErrorAnswer tokenRate(int limit, long used, long requested, long retryAfterSeconds) {
        return tooMany(
                "Rate limit reached for tokens per min (TPM): Limit " + limit + ", Used " + used + ", Requested "
                        + requested + ". Please try again in " + retryAfterSeconds + "s.",
                "tokens",
                retryAfterSeconds,
                ErrorReason.TOKEN_RATE);
    }

    /** The key never has so many tokens of a minute. */
    static ErrorAnswer requestTooLarge(int limit, long requested) {
        return tooMany(
                "Request too large on tokens per min (TPM): Limit " + limit + ", Requested " + requested
                        + ". The input or output tokens must be reduced in order to run successfully.",
                "tokens",
                60,
                ErrorReason.TOKEN_RATE);
    }

    private static ErrorAnswer unauthenticated(String message, @Nullable String code) {
        return rejected(
                401,
                new ApiError(message, "invalid_request_error", null, code, JsonObject.EMPTY),
                Map.of("www-authenticate", "Bearer"));
    }

    private static ErrorAnswer rejected(int status, ApiError error, Map<String, String> headers) {
        return new ErrorAnswer(status, error, headers, RequestOutcome.REJECTED, ErrorReason.of(status));
    }

    private static ErrorAnswer failed(String message) {
        return server(500, message, null, RequestOutcome.FAILED, ErrorReason.INTERNAL);
    }

    private static ErrorAnswer server(
            int status, String message, @Nullable String code, RequestOutcome outcome, ErrorReason reason) {
        return new ErrorAnswer(
                status,
                new ApiError(message, "server_error", null, code, JsonObject.EMPTY),
                status == 503 ? RETRY : Map.of(),
                outcome,
                reason);
    }

    private static ErrorAnswer overloaded(String message, long retryAfterSeconds, ErrorReason reason) {
        return new ErrorAnswer(
                503,
                new ApiError(message, "server_error", null, "server_is_overloaded", JsonObject.EMPTY),
                retryAfter(retryAfterSeconds),
                RequestOutcome.REJECTED,
                reason);
    }

    private static ErrorAnswer tooMany(String message, String type, long retryAfterSeconds, ErrorReason reason) {
        return new ErrorAnswer(
                429,
                new ApiError(message, type, null, "rate_limit_exceeded", JsonObject.EMPTY),
                retryAfter(retryAfterSeconds),
                RequestOutcome.REJECTED,
                reason);
    }

    private static Map<String, String> retryAfter(long seconds) {
        return Map.of("retry-after", Long.toString(seconds));
    }

    /** A piece of a caller's own text that is short enough to repeat. */
    static String echo(String text) {
        return text.length() <= ECHO ? text : text.substring(0, ECHO) + "...";
    }
}
