package dev.nagare.client;

import dev.nagare.wire.ApiError;
import java.time.Duration;
import java.util.Optional;

/** The server said what is wrong: with a status, or in the middle of a stream. */
public final class ApiException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ApiError error;
    private final transient ResponseHead head;

    ApiException(ResponseHead head, ApiError error) {
        super(message(head.status(), error), null, head);
        this.status = head.status();
        this.error = error;
        this.head = head;
    }

    /** The HTTP status; 200 for an error in the middle of a stream. */
    public int status() {
        return status;
    }

    /** Whether the error came in a response that had begun well. */
    public boolean isInStream() {
        return status / 100 == 2;
    }

    /** What the server said. */
    public ApiError error() {
        return error;
    }

    /** How long the server asks to wait before another try. */
    public Optional<Duration> retryAfter() {
        return head.header("retry-after-ms")
                .flatMap(ServerText::parse)
                .map(Duration::ofMillis)
                .or(() -> head.header("retry-after").flatMap(ServerText::parse).map(Duration::ofSeconds));
    }

    /** Whether the server is at its limit or at fault, and not the request. */
    @Override
    public boolean isRetryable() {
        String hint = head.header("x-should-retry").orElse("");
        if (hint.equals("true") || hint.equals("false")) {
            return hint.equals("true");
        }
        if (isInStream()) {
            String type = error.type();
            return type == null || !type.equals("invalid_request_error");
        }
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    private static String message(int status, ApiError error) {
        String where = status / 100 == 2 ? "the server broke off with an error: " : "HTTP " + status + ": ";
        return where + ServerText.bounded(error.message());
    }
}
