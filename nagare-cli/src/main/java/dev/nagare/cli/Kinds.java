package dev.nagare.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of value that settings have. */
final class Kinds {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})(B|KiB|MiB|GiB)?");
    private static final long TIB = 1L << 40;
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#@]+");

    private Kinds() {}

    static Kind<String> text(String label, String takes) {
        return new Kind<>(label, takes, Kinds::some, Function.identity());
    }

    /** A text of which all matches a pattern. */
    static Kind<String> matching(String label, String takes, Pattern pattern) {
        return new Kind<>(
                label,
                takes,
                text -> {
                    if (!pattern.matcher(text).matches()) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                },
                Function.identity());
    }

    static Kind<Path> file(String label) {
        return new Kind<>(label, "the path of a file", text -> Path.of(some(text)), Path::toString);
    }

    static Kind<Boolean> yesOrNo() {
        return new Kind<>(
                "true|false",
                "true or false",
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                },
                String::valueOf);
    }

    /** A whole number from one to another, both included. */
    static Kind<Integer> number(String label, int least, int most) {
        String takes = most == Integer.MAX_VALUE
                ? "a whole number from " + least
                : "a whole number from " + least + " to " + most;
        return new Kind<>(
                label,
                takes,
                text -> (int) within(Long.parseLong(text), least, most),
                number -> Integer.toString(number));
    }

    /** A number that is larger than 0 and may have a fraction. */
    static Kind<Double> rate(String label) {
        return fraction(label, "a number larger than 0", value -> value > 0 && value <= Double.MAX_VALUE);
    }

    /** A number from one to another, both included, that may have a fraction. */
    static Kind<Double> decimal(String label, int least, int most) {
        return fraction(label, "a number from " + least + " to " + most, value -> value >= least && value <= most);
    }

    private static Kind<Double> fraction(String label, String takes, DoublePredicate in) {
        return new Kind<>(
                label,
                takes,
                text -> {
                    double value = Double.parseDouble(text);
                    if (!in.test(value)) {
                        throw new IllegalArgumentException(text);
                    }
                    return value;
                },
                value -> Double.toString(value));
    }

    /** A time of at least a millisecond, up to a year. */
    static Kind<Duration> time() {
        return new Kind<>("TIME", "a time such as 500ms, 60s or 5m", text -> time(text, false), Kinds::showTime);
    }

    /** A time that may be 0, where that has a meaning of its own. */
    static Kind<Duration> timeOrZero() {
        return new Kind<>("TIME", "a time such as 500ms, 60s or 5m, or 0", text -> time(text, true), Kinds::showTime);
    }

    /** A number of bytes from one to another, both included. */
    static Kind<Integer> size(int least, int most) {
        String takes = "a size from " + showSize(least) + " to " + showSize(most) + ", such as 64KiB or 16MiB";
        return new Kind<>(
                "SIZE", takes, text -> Math.toIntExact(size(text, least, most)), bytes -> showSize(bytes.longValue()));
    }

    /** A number of bytes that many things may take together, up to a TiB. */
    static Kind<Long> total() {
        return new Kind<>(
                "SIZE",
                "a size from 1 to 1024GiB, such as 512MiB or 4GiB",
                text -> size(text, 1, TIB),
                Kinds::showSize);
    }

    /** One of a few words, each a constant of an enum, with dashes. */
    static <E extends Enum<E>> Kind<E> word(Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Kinds::word).toList();
        return new Kind<>(
                String.join("|", words),
                String.join(" or ", words),
                text -> type.getEnumConstants()[(int) within(words.indexOf(text), 0, words.size() - 1)],
                Kinds::word);
    }

    /** How a constant is written: in lower case, with dashes. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Another name and the model it stands for. */
    static Kind<Alias> alias() {
        return new Kind<>("NAME=MODEL", "a name and a model, as in gpt-4o-mini=smollm", Alias::of, Alias::toString);
    }

    /** An origin as a browser sends it, or {@code *}. */
    static Kind<String> origin() {
        return new Kind<>(
                "ORIGIN",
                "an origin such as https://example.com, or *",
                text -> {
                    if (!text.equals("*") && !ORIGIN.matcher(text).matches()) {
                        throw new IllegalArgumentException(text);
                    }
                    return text.equals("*") ? text : URI.create(text).toString();
                },
                Function.identity());
    }

    private static String some(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("nothing");
        }
        return text;
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static Duration time(String text, boolean zero) {
        if (zero && text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        long count = Long.parseLong(parts.group(1));
        Duration time = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        if ((time.isZero() && !zero) || time.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return time;
    }

    private static String showTime(Duration time) {
        if (time.isZero()) {
            return "0";
        }
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private static long size(String text, long least, long most) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = parts.group(2);
        int shift = unit == null ? 0 : List.of("B", "KiB", "MiB", "GiB").indexOf(unit) * 10;
        return within(Long.parseLong(parts.group(1)) << shift, least, most);
    }

    private static String showSize(long bytes) {
        if (bytes != 0 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + "GiB";
        } else if (bytes != 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "MiB";
        } else if (bytes != 0 && bytes % (1 << 10) == 0) {
            return (bytes >> 10) + "KiB";
        }
        return Long.toString(bytes);
    }
}
