package dev.nagare.server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Builds lines of a log, field by field.
 *
 * <p>Texts come from callers and engines and may be hostile: whatever could end a line, end a value or steer a terminal
 * is written as a JSON escape, so that one line in is one line out, in both formats.
 */
final class LogLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST = 256;

    private final LogFormat format;
    private final StringBuilder line;
    private boolean first = true;

    /** A line at the end of this text. */
    LogLine(LogFormat format, StringBuilder line) {
        this.format = format;
        this.line = line;
        if (format == LogFormat.JSON) {
            line.append('{');
        }
    }

    LogLine time(String name, Instant value) {
        name(name);
        return format == LogFormat.JSON ? quoted(TIME.format(value)) : raw(TIME.format(value));
    }

    /** A text of any content, cut at 256 characters; left out when null. */
    LogLine text(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        name(name);
        String kept = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
        return format == LogFormat.JSON || !isWord(kept) ? quoted(kept) : raw(kept);
    }

    LogLine number(String name, long value) {
        name(name);
        return raw(Long.toString(value));
    }

    LogLine flag(String name, boolean value) {
        name(name);
        return raw(Boolean.toString(value));
    }

    /** A time in milliseconds to the microsecond; left out when null. */
    LogLine millis(String name, @Nullable Duration value) {
        if (value == null) {
            return this;
        }
        name(name);
        long micros = Math.max(0, value.toNanos() / 1_000);
        String fraction = Long.toString(1_000 + micros % 1_000);
        line.append(micros / 1_000).append('.').append(fraction, 1, 4);
        return this;
    }

    /** Ends the line. */
    void end() {
        line.append(format == LogFormat.JSON ? "}\n" : "\n");
    }

    private void name(String name) {
        if (!first) {
            line.append(format == LogFormat.JSON ? ',' : ' ');
        }
        first = false;
        if (format == LogFormat.JSON) {
            line.append('"').append(name).append("\":");
        } else {
            line.append(name).append('=');
        }
    }

    private LogLine raw(String value) {
        line.append(value);
        return this;
    }

    private LogLine quoted(String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                line.append(c).append(value.charAt(++i));
            } else if (isPlain(c)) {
                line.append(c);
            } else {
                line.append("\\u").append(Integer.toHexString(0x1_0000 | c), 1, 5);
            }
        }
        line.append('"');
        return this;
    }

    /** Not a control character, a line or paragraph end, a mark that turns the direction of writing, or half a pair. */
    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Whether a value needs no quotation marks in a line of text. */
    private static boolean isWord(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
