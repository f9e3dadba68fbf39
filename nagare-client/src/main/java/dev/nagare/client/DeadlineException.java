package dev.nagare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a deadline is about did not happen in time; the connection is closed. */
public final class DeadlineException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    private final Deadlines.Kind kind;

    DeadlineException(Deadlines.Kind kind, @Nullable Duration limit, @Nullable ResponseHead response) {
        super(message(kind, limit), null, response);
        this.kind = kind;
    }

    /** Which deadline. */
    public Deadlines.Kind kind() {
        return kind;
    }

    @Override
    public boolean isRetryable() {
        return true;
    }

    private static String message(Deadlines.Kind kind, @Nullable Duration limit) {
        String what = switch (kind) {
            case CONNECT -> "no connection";
            case HEADERS -> "no response";
            case FIRST_CONTENT -> "no content";
            case PROGRESS -> "no further event";
            case IDLE -> "no byte";
            case TOTAL -> "no end";
        };
        return limit == null ? what + " in time" : what + " within " + seconds(limit);
    }

    private static String seconds(Duration limit) {
        long millis = limit.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
