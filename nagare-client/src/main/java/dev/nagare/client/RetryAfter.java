package dev.nagare.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a response asks to wait: {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date. */
final class RetryAfter {
    /** A billion seconds, thirty-two years, which is as good as for ever and not too much for nanoseconds in a long. */
    private static final Duration LONGEST = Duration.ofSeconds(1_000_000_000);

    private RetryAfter() {}

    /**
     * The wait.
     *
     * @param now the time to count a date from when the response has none of its own: {@code Date} is the server's clock,
     *     which may be another
     */
    static Optional<Duration> of(ResponseHead head, Instant now) {
        Duration millis = seconds(head.header("retry-after-ms").orElse(""), 1e-3);
        if (millis != null) {
            return Optional.of(millis);
        }
        String text = head.header("retry-after").orElse("");
        Duration seconds = seconds(text, 1);
        if (seconds != null) {
            return Optional.of(seconds);
        }
        Instant from = HttpDate.parse(head.header("date").orElse(""), now).orElse(now);
        return HttpDate.parse(text, now)
                .map(until -> Duration.between(from, until))
                .map(wait -> wait.isNegative() ? Duration.ZERO : bounded(wait));
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static @Nullable Duration seconds(String text, double unit) {
        String number = text.strip();
        if (number.isEmpty()
                || number.length() > 32
                || !number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(number) * unit;
            return bounded(Duration.ofNanos(Math.round(seconds * 1e9)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
