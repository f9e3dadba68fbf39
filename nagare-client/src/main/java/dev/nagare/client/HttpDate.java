package dev.nagare.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a date of HTTP in its three forms (RFC 9110, section 5.6.7), of which two are obsolete and must be read all the
 * same. The name of the day, which says nothing new, is not looked at.
 */
final class HttpDate {
    /** {@code Sun Nov  6 08:49:37 1994}, its name of the day cut off. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The longest of these, {@code Wednesday, 06-Nov-94 08:49:37 GMT}, and some space. */
    private static final int MAX_LENGTH = 48;

    private HttpDate() {}

    /**
     * The date; empty when the text is none.
     *
     * @param now from which a year of two digits is at most fifty years ahead
     */
    static Optional<Instant> parse(String text, Instant now) {
        String date = text.strip();
        int comma = date.indexOf(',');
        int day = comma < 0 ? date.indexOf(' ') : comma;
        if (day < 0 || date.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String rest = date.substring(day + 1).strip();
        DateTimeFormatter format =
                comma < 0 ? ASCTIME : isRfc850(rest) ? rfc850(now) : DateTimeFormatter.RFC_1123_DATE_TIME;
        try {
            return Optional.of(Instant.from(format.parse(rest)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the month stands between hyphens; elsewhere one may begin the difference to Greenwich. */
    private static boolean isRfc850(String rest) {
        int hyphen = rest.indexOf('-');
        return hyphen > 0 && hyphen < 3;
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}, its name of the day cut off. */
    private static DateTimeFormatter rfc850(Instant now) {
        int first = now.atOffset(ZoneOffset.UTC).getYear() - 49;
        return new DateTimeFormatterBuilder()
                .appendPattern("d-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }
}
