package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A status that is an error is that error, whatever becomes of its body. */
@ExtendWith(FaultyServerExtension.class)
class ErrorBodyTest {
    private static final String SAID = "{\"error\":{\"message\":\"bad key\"}}";
    private static final RetryPolicy AT_ONCE = RetryPolicy.DEFAULT.withFirstPause(Duration.ZERO);

    private final AtomicLong now = new AtomicLong(1_000);
    private final Watchdog watchdog = new Watchdog(now::get, false);

    private ChatClient timed(FaultyServer server, Deadlines deadlines) {
        return Streams.builder(server)
                .deadlines(deadlines)
                .retries(AT_ONCE)
                .time(new ClientTime(now::get, watchdog, () -> 0.5))
                .build();
    }

    /** Waits until the body of the error is what is waited for, and lets its time pass. */
    private void pass(Duration time, FutureTask<?> call) {
        while (!call.isDone() && watchdog.check() > Duration.ofSeconds(1).toNanos()) {
            Thread.onSpinWait();
        }
        now.addAndGet(time.toNanos());
        watchdog.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/json"})
    void aBodyThatNeverEndsIsWaitedForOnlyAMoment(String type, FaultyServer server) {
        server.enqueue(ScriptedResponse.of(401, type, SAID).fault(Fault.STALL, SAID.length() - 1));
        FutureTask<?> call = Streams.inBackground(() ->
                timed(server, new Deadlines(null, null, null, null, null, null)).chat(Streams.chat()));
        pass(Duration.ofSeconds(1), call);
        assertThatThrownBy(() -> Streams.await(call)).isInstanceOfSatisfying(AccessException.class, e -> {
            assertThat(e.status()).isEqualTo(401);
            assertThat(e.attempts()).hasSize(1);
        });
        assertThat(server.waitingRequests()).isEqualTo(1);
    }

    @Test
    void whatCameOfItIsTold(FaultyServer server) {
        server.enqueue(ScriptedResponse.of(401, "text/event-stream", SAID).fault(Fault.STALL));
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(AccessException.class)
                .hasMessage("HTTP 401: bad key");
    }

    @Test
    void aListenerIsToldAsSoon(FaultyServer server) {
        server.enqueue(ScriptedResponse.of(401, "text/event-stream", SAID).fault(Fault.HEARTBEATS));
        CompletableFuture<?> answer =
                Streams.client(server).stream(Streams.chat()).completionAsync();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(AccessException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHORT_LENGTH", "CLOSE"})
    void aBodyThatBreaksIsTheErrorAllTheSame(Fault fault, FaultyServer server) {
        server.enqueue(ScriptedResponse.of(400, "application/json", SAID).fault(fault));
        assertThatThrownBy(
                        () -> Streams.builder(server).retries(AT_ONCE).build().chat(Streams.chat()))
                .isInstanceOfSatisfying(RejectedRequestException.class, e -> {
                    assertThat(e.getMessage()).startsWith("HTTP 400: ");
                    assertThat(e.attempts()).hasSize(1);
                });
        assertThat(server.waitingRequests()).isEqualTo(1);
    }

    @Test
    void anErrorThatMayPassIsTriedAgainThoughItsBodyBreaks(FaultyServer server) {
        server.enqueue(
                ScriptedResponse.of(503, "application/json", SAID).fault(Fault.SHORT_LENGTH),
                ScriptedResponse.events(Streams.two()));
        ChatClient client = Streams.builder(server).retries(AT_ONCE).build();
        assertThat(client.chat(Streams.chat()).choices().get(0).message().text())
                .isEqualTo("Two.");
    }
}
