package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ReceivedRequest;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.StreamEnd;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, when, and what is told of it; by a clock that only the test moves. */
@ExtendWith(FaultyServerExtension.class)
class RetryTest {
    private static final ScriptedResponse TWO = ScriptedResponse.events(Streams.two());
    private static final ScriptedResponse BUSY = ScriptedResponse.error(503, "busy");
    private static final RetryPolicy AT_ONCE = RetryPolicy.DEFAULT.withFirstPause(Duration.ZERO);

    private final AtomicLong now = new AtomicLong(1_000);
    private final Watchdog watchdog = new Watchdog(now::get, false);
    private double random;

    private static ChatClient retrying(FaultyServer server, RetryPolicy policy) {
        return Streams.builder(server).retries(policy).build();
    }

    private ChatClient timed(FaultyServer server, RetryPolicy policy) {
        return Streams.builder(server)
                .retries(policy)
                .deadlines(new Deadlines(null, null, null, null, null, null))
                .time(new ClientTime(now::get, watchdog, () -> random))
                .build();
    }

    /** Moves the clock in steps until a call that pauses is done; how much time passed. */
    private Duration passUntilDone(FaultyServer server, FutureTask<?> call, Duration step) {
        long start = now.get();
        boolean pausing = false;
        while (!call.isDone()) {
            long left = watchdog.check();
            if (left < Duration.ofDays(1).toNanos() && server.waitingRequests() == 1) {
                // Between the two requests only the pause has an end, once the first one's body has come, which has a
                // second.
                pausing |= left > Duration.ofSeconds(1).toNanos();
                now.addAndGet(pausing ? step.toNanos() : 0);
            }
            Thread.onSpinWait();
        }
        return Duration.ofNanos(now.get() - start);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
    void aStatusThatMayPassIsTriedAgain(int status, FaultyServer server) {
        server.enqueue(ScriptedResponse.error(status, "not now"), TWO);
        try (ChatCompletionStream stream = retrying(server, AT_ONCE).stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
            assertThat(stream.response().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 422})
    void aStatusThatStaysIsNot(int status, FaultyServer server) {
        server.enqueue(ScriptedResponse.error(status, "never"));
        assertThatThrownBy(() -> retrying(server, AT_ONCE).chat(Streams.chat()))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.attempts()).hasSize(1);
                    assertThat(e.attempts().get(0).status()).isEqualTo(status);
                    assertThat(e.attempts().get(0).pause()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource({"400, true, 2", "503, false, 1"})
    void whatTheServerSaysAboutTryingGoesFirst(int status, String says, int tries, FaultyServer server) {
        server.answering(request -> ScriptedResponse.error(status, "hm").header("x-should-retry", says));
        assertThatThrownBy(() -> retrying(server, AT_ONCE.withMaxRetries(1)).chat(Streams.chat()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.attempts()).hasSize(tries));
        assertThat(server.waitingRequests()).isEqualTo(tries);
    }

    @Test
    void anEmptyAccountIsNotABusyServer(FaultyServer server) {
        server.enqueue(ScriptedResponse.of(
                429,
                "application/json",
                "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"));
        assertThatThrownBy(() -> retrying(server, AT_ONCE).chat(Streams.chat())).isInstanceOf(AccessException.class);
    }

    @Test
    void anErrorAsTheFirstEventOfAGoodStatusIsTriedAgain(FaultyServer server) {
        server.enqueue(ScriptedResponse.stream("{\"error\":{\"message\":\"overloaded\"}}"), TWO);
        try (ChatCompletionStream stream = retrying(server, AT_ONCE).stream(Streams.chat())) {
            assertThat(stream.completion().choices().get(0).message().text()).isEqualTo("Two.");
            assertThat(stream.timing().chunks()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "RESET_BEFORE_HEADERS", "CLEAN_END", "NO_LAST_CHUNK"})
    void whatBreaksBeforeTheFirstEventIsTriedAgain(Fault fault, FaultyServer server) {
        server.enqueue(ScriptedResponse.events(": hello\n").fault(fault), TWO);
        try (ChatCompletionStream stream = retrying(server, AT_ONCE).stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "CLEAN_END", "NO_LAST_CHUNK"})
    void afterTheFirstEventNothingIsTriedAgain(Fault fault, FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.event(Streams.ROLE)).fault(fault));
        try (ChatCompletionStream stream = retrying(server, AT_ONCE).stream(Streams.chat())) {
            assertThat(stream.iterator().next()).isNotNull();
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            NagareClientException.class,
                            e -> assertThat(e.attempts()).isEmpty());
        }
        assertThat(server.waitingRequests()).isEqualTo(1);
    }

    @Test
    void allTriesOfACallCarryOneKey(FaultyServer server) {
        server.enqueue(BUSY, BUSY, TWO, TWO);
        ChatClient client = retrying(server, AT_ONCE);
        client.stream(Streams.chat()).completion();
        client.stream(Streams.chat()).completion();
        String first = key(server.takeRequest());
        assertThat(first).startsWith("nagare-");
        assertThat(key(server.takeRequest())).isEqualTo(first);
        assertThat(key(server.takeRequest())).isEqualTo(first);
        assertThat(key(server.takeRequest())).isNotEqualTo(first);
    }

    @Test
    void aKeyOfTheCallersOwnIsKept(FaultyServer server) {
        server.enqueue(TWO);
        retrying(server, AT_ONCE).with(c -> c.header("idempotency-key", "mine")).stream(Streams.chat())
                .completion();
        assertThat(key(server.takeRequest())).isEqualTo("mine");
    }

    private static String key(ReceivedRequest request) {
        return request.header("Idempotency-Key").orElse("");
    }

    @Test
    void theHistoryTellsOfEveryTry(FaultyServer server) {
        server.enqueue(
                BUSY.header("x-request-id", "req_1"),
                ScriptedResponse.events("").fault(Fault.RESET_BEFORE_HEADERS),
                ScriptedResponse.error(500, "broken"));
        assertThatThrownBy(() -> retrying(server, AT_ONCE).chat(Streams.chat()))
                .isInstanceOfSatisfying(ServerFaultException.class, e -> {
                    assertThat(e.attempts()).extracting(Attempt::status).containsExactly(503, null, 500);
                    assertThat(e.attempts()).extracting(Attempt::requestId).containsExactly("req_1", null, null);
                    assertThat(e.attempts())
                            .extracting(Attempt::pause)
                            .containsExactly(Duration.ZERO, Duration.ZERO, null);
                    assertThat(e.attempts().get(0).problem()).isEqualTo("HTTP 503: busy");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms, 2500, 2500",
        "Retry-After, 7, 7000",
        "Retry-After, 1.5, 1500",
        "Retry-After, 30, 30000",
        "Retry-After, 'Wed, 21 Oct 2026 07:28:12 GMT', 12000"
    })
    void theServersWaitIsKeptInFull(String header, String value, long millis, FaultyServer server) {
        server.enqueue(BUSY.header(header, value).header("Date", "Wed, 21 Oct 2026 07:28:00 GMT"), TWO);
        FutureTask<?> call = Streams.inBackground(
                () -> timed(server, RetryPolicy.DEFAULT).stream(Streams.chat()).completion());
        Duration passed = passUntilDone(server, call, Duration.ofMillis(500));
        Streams.await(call);
        assertThat(passed).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aPolicyMayWaitForEver() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        RetryPolicy policy = RetryPolicy.DEFAULT.withFirstPause(forEver).withMaxPause(forEver);
        assertThat(policy.pause(3, 0)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        Pause pause = new Pause(new ClientTime(now::get, watchdog, () -> 0), forEver, () -> {});
        now.addAndGet(Duration.ofDays(36_500).toNanos());
        watchdog.check();
        assertThat(pause.isOver()).isFalse();
    }

    @Test
    void aWaitBeyondTheBudgetIsNotBegunButTold(FaultyServer server) {
        server.enqueue(BUSY.header("Retry-After", "3600"));
        assertThatThrownBy(() -> timed(server, RetryPolicy.DEFAULT).chat(Streams.chat()))
                .isInstanceOfSatisfying(CapacityException.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofHours(1));
                    assertThat(e.attempts()).hasSize(1);
                });
    }

    @Test
    void aWaitBeyondTheTotalDeadlineIsNotBegun(FaultyServer server) {
        server.enqueue(BUSY.header("Retry-After", "30"));
        ChatClient client = timed(server, RetryPolicy.DEFAULT)
                .with(c -> c.deadlines(Deadlines.DEFAULT.withTotal(Duration.ofSeconds(20))));
        assertThatThrownBy(() -> client.chat(Streams.chat())).isInstanceOf(CapacityException.class);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 500, 1000, 2000, 2000", "0.5, 437, 875, 1750, 1750", "1.0, 375, 750, 1500, 1500"})
    void withoutAWordThePausesDoubleLessAPartByChance(double chance, long a, long b, long c, long d) {
        RetryPolicy policy = RetryPolicy.DEFAULT.withMaxPause(Duration.ofSeconds(2));
        long[] expected = {a, b, c, d};
        for (int retry = 0; retry < expected.length; retry++) {
            assertThat(policy.pause(retry, chance).toMillis()).isEqualTo(expected[retry]);
        }
    }

    @Test
    void closingEndsAPause(FaultyServer server) {
        server.enqueue(BUSY.header("Retry-After", "30"));
        ChatCompletionStream stream = timed(server, RetryPolicy.DEFAULT).stream(Streams.chat());
        FutureTask<Boolean> reader =
                Streams.inBackground(() -> stream.iterator().hasNext());
        long left;
        do {
            left = watchdog.check();
        } while (left > Duration.ofSeconds(30).toNanos()
                || left <= Duration.ofSeconds(1).toNanos());
        stream.close();
        assertThat(Streams.await(reader)).isFalse();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        assertThat(watchdog.check())
                .as("nobody waits for the end of the pause")
                .isGreaterThan(Duration.ofDays(1).toNanos());
    }

    @Test
    void aPolicyChecksItsNumbers() {
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withMaxRetries(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withJitter(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withBudget(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
