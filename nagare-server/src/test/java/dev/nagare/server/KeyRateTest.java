package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and tokens of a minute, by a clock that the test moves. */
class KeyRateTest {
    private final AtomicLong clock = new AtomicLong(42);

    private KeyRate rate(int rpm, int tpm) {
        return new KeyRate(rpm, tpm, clock::get);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static HttpHeaders headers(KeyRate rate) {
        HttpHeaders headers = new DefaultHttpHeaders();
        rate.addTo(headers);
        return headers;
    }

    @Test
    void requestsComeBackSteadily() {
        KeyRate rate = rate(3, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(rate.chargeRequest()).isNull();
            assertThat(rate.chargeTokens(1_000_000)).isNull();
        }
        ErrorAnswer refused = Objects.requireNonNull(rate.chargeRequest());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.error().type()).isEqualTo("requests");
        assertThat(refused.error().code()).isEqualTo("rate_limit_exceeded");
        assertThat(refused.error().message()).contains("(RPM): Limit 3.", "try again in 20s.");
        assertThat(refused.headers()).containsEntry("retry-after", "20");
        assertThat(refused.reason()).isEqualTo(ErrorReason.REQUEST_RATE);
        pass(Duration.ofMillis(19_999));
        assertThat(Objects.requireNonNull(rate.chargeRequest()).headers()).containsEntry("retry-after", "1");
        pass(Duration.ofMillis(1));
        assertThat(rate.chargeRequest()).isNull();
        assertThat(rate.chargeRequest()).isNotNull();
        pass(Duration.ofHours(5));
        assertThat(headers(rate).get("x-ratelimit-remaining-requests"))
                .as("never more than the limit")
                .isEqualTo("3");
    }

    @Test
    void theHeadersSayWhatIsLeftAndWhenItIsBack() {
        KeyRate rate = rate(60, 6_000);
        assertThat(rate.chargeRequest()).isNull();
        assertThat(rate.chargeTokens(600)).isNull();
        HttpHeaders headers = headers(rate);
        assertThat(headers.get("x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(headers.get("x-ratelimit-remaining-requests")).isEqualTo("59");
        assertThat(headers.get("x-ratelimit-reset-requests")).isEqualTo("1s");
        assertThat(headers.get("x-ratelimit-limit-tokens")).isEqualTo("6000");
        assertThat(headers.get("x-ratelimit-remaining-tokens")).isEqualTo("5400");
        assertThat(headers.get("x-ratelimit-reset-tokens")).isEqualTo("6s");
        assertThat(headers(rate(0, 5)).names())
                .containsOnly("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");
    }

    @Test
    void tokensAreSetRightAtTheEnd() {
        KeyRate rate = rate(0, 1_000);
        assertThat(rate.chargeTokens(900)).isNull();
        ErrorAnswer refused = Objects.requireNonNull(rate.chargeTokens(200));
        assertThat(refused.error().type()).isEqualTo("tokens");
        assertThat(refused.error().message()).contains("(TPM): Limit 1000, Used 900, Requested 200.");
        assertThat(refused.headers()).containsEntry("retry-after", "6");
        rate.settle(900, 100);
        assertThat(headers(rate).get("x-ratelimit-remaining-tokens")).isEqualTo("900");
        assertThat(rate.chargeTokens(200)).isNull();
        rate.settle(200, 2_700);
        assertThat(headers(rate).get("x-ratelimit-remaining-tokens")).isEqualTo("0");
        assertThat(headers(rate).get("x-ratelimit-reset-tokens"))
                .as("what was overdrawn is paid back first")
                .isEqualTo("2m48s");
        pass(Duration.ofSeconds(60));
        assertThat(rate.chargeTokens(1)).isNotNull();
        pass(Duration.ofSeconds(60));
        assertThat(rate.chargeTokens(1)).isNull();
    }

    @Test
    void aRequestThatNeverFitsIsToldSo() {
        ErrorAnswer refused = Objects.requireNonNull(rate(0, 10).chargeTokens(11));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.error().message()).contains("Limit 10, Requested 11.");
        assertThat(refused.error().type()).isEqualTo("tokens");
    }

    @Test
    void whatIsRefusedIsNotCharged() {
        KeyRate rate = rate(1, 100);
        assertThat(rate.chargeRequest()).isNull();
        assertThat(rate.chargeTokens(90)).isNull();
        assertThat(rate.chargeTokens(50)).isNotNull();
        assertThat(rate.chargeRequest()).isNotNull();
        assertThat(headers(rate).get("x-ratelimit-remaining-tokens")).isEqualTo("10");
        assertThat(headers(rate).get("x-ratelimit-reset-requests")).isEqualTo("1m0s");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "120000000, 120ms",
        "999000001, 1s",
        "1000000000, 1s",
        "1000000001, 2s",
        "59000000001, 1m0s",
        "360000000000, 6m0s",
        "361000000000, 6m1s",
    })
    void durationsAreWrittenShortly(long nanos, String text) {
        assertThat(KeyRate.duration(nanos)).isEqualTo(text);
    }

    @Test
    void eachNameHasARateOfItsOwn() {
        Rates rates = new Rates(1, 0, clock::get);
        ApiKey alice = new ApiKey("alice", "1", ApiKey.DEFAULT, ApiKey.DEFAULT);
        ApiKey alsoAlice = new ApiKey("alice", "2", ApiKey.DEFAULT, ApiKey.DEFAULT);
        ApiKey bob = new ApiKey("bob", "3", 2, ApiKey.DEFAULT);
        ApiKey free = new ApiKey("free", "4", 0, 0);
        assertThat(Objects.requireNonNull(rates.of(alice)).chargeRequest()).isNull();
        assertThat(Objects.requireNonNull(rates.of(alsoAlice)).chargeRequest()).isNotNull();
        assertThat(Objects.requireNonNull(rates.of(bob)).chargeRequest()).isNull();
        assertThat(Objects.requireNonNull(rates.of(bob)).chargeRequest()).isNull();
        assertThat(rates.of(free)).isNull();
        rates.retain(Set.of("alice"));
        assertThat(Objects.requireNonNull(rates.of(bob)).chargeRequest())
                .as("forgotten and begun anew")
                .isNull();
        assertThat(Objects.requireNonNull(rates.of(alice)).chargeRequest()).isNotNull();
        assertThat(Objects.requireNonNull(rates.of(new ApiKey("alice", "1", 5, 0)))
                        .chargeRequest())
                .as("another limit")
                .isNull();
    }
}
