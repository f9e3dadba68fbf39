package dev.nagare.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call did not come to its end. The subclass says who can act.
 *
 * <p>Messages hold nothing that was sent or received, but for the bounded message of a server's own error.
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

    /** Whether the same request may succeed later. */
    public abstract boolean isRetryable();

    final void setPartial(@Nullable PartialAnswer value) {
        partial = value;
    }
}
