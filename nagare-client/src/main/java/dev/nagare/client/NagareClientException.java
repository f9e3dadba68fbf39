package dev.nagare.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call did not come to its end. The subclass says who can act.
 *
 * <p>Messages hold nothing that was sent or received, but for the bounded message of a server's own error. One that was
 * written as bytes and read again knows its message and its kind, but neither the response nor what had come.
 */
public abstract sealed class NagareClientException extends RuntimeException
        permits ApiException,
                TransportException,
                DeadlineException,
                TruncatedStreamException,
                ProtocolException,
                CallCancelledException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ResponseHead response;
    private transient @Nullable PartialAnswer partial;
    private transient @Nullable List<Attempt> attempts;

    NagareClientException(String message, @Nullable Throwable cause, @Nullable ResponseHead response) {
        super(message, cause);
        this.response = response;
    }

    /** The answer up to the error; empty when the call was not streamed or had not begun to answer. */
    public final Optional<PartialAnswer> partial() {
        return Optional.ofNullable(partial);
    }

    /** The response's status and headers; empty when none came. */
    public final Optional<ResponseHead> response() {
        return Optional.ofNullable(response);
    }

    /** The id by which the server's operators find the request. */
    public final Optional<String> requestId() {
        return response().flatMap(ResponseHead::requestId);
    }

    /** How long the server asks to wait before another try. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /**
     * The tries of the call that failed, in order: the last is this exception's own unless the answer had begun; empty
     * when the only try failed after that.
     */
    public final List<Attempt> attempts() {
        return attempts == null ? List.of() : attempts;
    }

    /** Whether the same request may succeed later. */
    public abstract boolean isRetryable();

    final void setAttempts(List<Attempt> value) {
        attempts = List.copyOf(value);
    }

    final void setPartial(@Nullable PartialAnswer value) {
        partial = value;
    }
}
