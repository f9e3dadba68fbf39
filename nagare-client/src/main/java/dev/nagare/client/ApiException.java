package dev.nagare.client;

import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server said what is wrong: with a status, or in the middle of a stream. The subclass says who can act. */
public abstract sealed class ApiException extends NagareClientException
        permits RejectedRequestException, AccessException, CapacityException, ServerFaultException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String serverMessage;
    private final @Nullable String type;
    private final @Nullable String param;
    private final @Nullable String code;
    private final transient @Nullable JsonObject additional;
    private final @Nullable Boolean shouldRetry;
    private final @Nullable Duration retryAfter;

    ApiException(ResponseHead head, ApiError error) {
        super(message(head.status(), error), null, head);
        this.status = head.status();
        this.serverMessage = error.message();
        this.type = error.type();
        this.param = error.param();
        this.code = error.code();
        this.additional = error.additional();
        this.shouldRetry = shouldRetry(head);
        this.retryAfter = RetryAfter.of(head, Instant.now()).orElse(null);
    }

    /** The exception for what the server said. */
    static ApiException of(ResponseHead head, ApiError error) {
        return switch (ErrorOwner.of(head.status(), error)) {
            case REQUEST -> new RejectedRequestException(head, error);
            case ACCESS -> new AccessException(head, error);
            case CAPACITY -> new CapacityException(head, error);
            case SERVER -> new ServerFaultException(head, error);
        };
    }

    /** The HTTP status; 200 for an error in the middle of a stream. */
    public final int status() {
        return status;
    }

    /** Whether the error came in a response that had begun well. */
    public final boolean isInStream() {
        return status / 100 == 2;
    }

    /** What the server said. */
    public final ApiError error() {
        return new ApiError(serverMessage, type, param, code, additional == null ? JsonObject.EMPTY : additional);
    }

    /** The error's code, such as {@code model_not_found}. */
    public final Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The member of the request that is at fault. */
    public final Optional<String> param() {
        return Optional.ofNullable(param);
    }

    /** How long the server asks to wait before another try: {@code retry-after-ms}, or {@code Retry-After} in its forms. */
    @Override
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the server says by {@code x-should-retry}; else whether it is at its limit or at fault, and not the request. */
    @Override
    public final boolean isRetryable() {
        return shouldRetry == null ? mayPass() : shouldRetry;
    }

    private static @Nullable Boolean shouldRetry(ResponseHead head) {
        return switch (head.header("x-should-retry").orElse("")) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /** Whether errors of this kind may pass by themselves. */
    abstract boolean mayPass();

    private static String message(int status, ApiError error) {
        String where = status / 100 == 2 ? "the server broke off with an error: " : "HTTP " + status + ": ";
        return where + ServerText.bounded(error.message());
    }
}
