package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dates of HTTP, and the waits that servers ask for by them. */
class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT|1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT|1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994|1994-11-06T08:49:37Z",
                "Thu Nov 26 08:49:37 2026|2026-11-26T08:49:37Z",
                "Thu, 26 Nov 2026 09:49:37 +0100|2026-11-26T08:49:37Z",
                "Thu, 26 Nov 2026 07:49:37 -0100|2026-11-26T08:49:37Z",
                "Thursday, 26-Nov-26 08:49:37 GMT|2026-11-26T08:49:37Z",
                "Saturday, 26-Nov-76 08:49:37 GMT|2076-11-26T08:49:37Z",
                "Saturday, 26-Nov-77 08:49:37 GMT|1977-11-26T08:49:37Z"
            })
    void everyFormIsRead(String text, Instant date) {
        assertThat(HttpDate.parse(text, NOW)).contains(date);
        assertThat(HttpDate.parse("  " + text + " ", NOW)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "soon",
                "2026-11-26T08:49:37Z",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37",
                "Sun Nov 6 1994",
                "Sun Xyz  6 08:49:37 1994",
                "Sun, 06 Nov 1994 08:49:37 GMT and much more that is no date"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wed, 25 Nov 2026 12:00:30 GMT",
                "Wednesday, 25-Nov-26 12:00:30 GMT",
                "Wed Nov 25 12:00:30 2026",
                "30",
                "30.0"
            })
    void aServerMayAskByEach(String value) {
        assertThat(RetryAfter.of(new ResponseHead(429, Map.of("Retry-After", List.of(value))), NOW))
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void theServersOwnClockCountsInEachFormToo() {
        ResponseHead head = new ResponseHead(
                503,
                Map.of(
                        "Retry-After",
                        List.of("Sunday, 06-Nov-94 08:49:37 GMT"),
                        "Date",
                        List.of("Sun Nov  6 08:49:07 1994")));
        assertThat(RetryAfter.of(head, NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void aDateThatHasPassedIsNoWaitAndALongOneIsBounded() {
        assertThat(RetryAfter.of(
                        new ResponseHead(429, Map.of("Retry-After", List.of("Sun Nov  6 08:49:37 1994"))), NOW))
                .contains(Duration.ZERO);
        assertThat(RetryAfter.of(new ResponseHead(429, Map.of("Retry-After", List.of("9".repeat(32)))), NOW))
                .contains(Duration.ofSeconds(1_000_000_000));
        assertThat(RetryAfter.of(new ResponseHead(429, Map.of("Retry-After", List.of("9".repeat(33)))), NOW))
                .isEmpty();
        assertThat(RetryAfter.of(
                        new ResponseHead(429, Map.of("Retry-After", List.of("Fri, 31 Dec 9999 23:59:59 GMT"))), NOW))
                .contains(Duration.ofSeconds(1_000_000_000));
    }
}
