package dev.nagare.client;

import dev.nagare.wire.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server said what is wrong: with a status, or in the middle of a stream. The subclass says who can act. */
public abstract sealed class ApiException extends NagareClientException
        permits RejectedRequestException, AccessException, CapacityException, ServerFaultException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ApiError error;
    private final transient ResponseHead head;
    private final @Nullable Duration retryAfter;

    ApiException(ResponseHead head, ApiError error) {
        super(message(head.status(), error), null, head);
        this.status = head.status();
        this.error = error;
        this.head = head;
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
        return error;
    }

    /** The error's code, such as {@code model_not_found}. */
    public final Optional<String> code() {
        return Optional.ofNullable(error.code());
    }

    /** The member of the request that is at fault. */
    public final Optional<String> param() {
        return Optional.ofNullable(error.param());
    }

    /** How long the server asks to wait before another try: {@code retry-after-ms}, or {@code Retry-After} in its forms. */
    @Override
    public final Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the server says by {@code x-should-retry}; else whether it is at its limit or at fault, and not the request. */
    @Override
    public final boolean isRetryable() {
        String hint = head.header("x-should-retry").orElse("");
        return hint.equals("true") || (!hint.equals("false") && mayPass());
    }

    /** Whether errors of this kind may pass by themselves. */
    abstract boolean mayPass();

    private static String message(int status, ApiError error) {
        String where = status / 100 == 2 ? "the server broke off with an error: " : "HTTP " + status + ": ";
        return where + ServerText.bounded(error.message());
    }
}
