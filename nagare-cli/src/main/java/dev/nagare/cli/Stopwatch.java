package dev.nagare.cli;

import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures one answer, for the closing line: when the first piece of text came, and how long everything took. */
final class Stopwatch {
    private final LongSupplier nanos;
    private final long began;
    private long first;
    private long pieces;

    Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** Notes that a piece of text has come. */
    void text() {
        if (pieces == 0) {
            first = nanos.getAsLong();
        }
        pieces++;
    }

    /** Such as {@code first token 14 ms, total 251 ms, 1,257 tokens/s, 36 + 298 = 334 tokens}. */
    String closingLine(@Nullable Usage usage) {
        long now = nanos.getAsLong();
        StringBuilder line = new StringBuilder();
        if (pieces > 0) {
            line.append("first token ")
                    .append(format(Duration.ofNanos(first - began)))
                    .append(", ");
        }
        line.append("total ").append(format(Duration.ofNanos(now - began)));
        if (usage != null) {
            double seconds = (now - first) / 1e9;
            if (pieces > 1 && usage.completionTokens() > 1 && seconds > 0) {
                // The first token ends the wait for it; the rate is that of the tokens after it. What came whole has
                // none.
                line.append(String.format(Locale.ROOT, ", %,.0f tokens/s", (usage.completionTokens() - 1) / seconds));
            }
            line.append(String.format(
                    Locale.ROOT,
                    ", %d + %d = %d tokens",
                    usage.promptTokens(),
                    usage.completionTokens(),
                    usage.totalTokens()));
        }
        return line.toString();
    }

    static String format(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 10_000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
}
