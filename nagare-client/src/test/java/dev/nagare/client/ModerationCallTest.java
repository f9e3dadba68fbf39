package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationInput;
import dev.nagare.wire.ModerationRequest;
import dev.nagare.wire.ModerationResponse;
import dev.nagare.wire.ModerationResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts that a server is to judge. */
class ModerationCallTest {
    private static final String ANSWER = "{\"id\":\"modr-1\",\"model\":\"omni\",\"results\":["
            + "{\"flagged\":true,\"categories\":{\"violence\":true},\"category_scores\":{\"violence\":0.9}},"
            + "{\"flagged\":false,\"categories\":{\"violence\":false},\"category_scores\":{\"violence\":0.0}}]}";
    private static final ModerationRequest REQUEST =
            new ModerationRequest(ModerationInput.of(List.of("one", "two")), "omni", JsonObject.EMPTY);

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theVerdictIsRead() {
        AtomicReference<String> sent = new AtomicReference<>("");
        AtomicReference<String> path = new AtomicReference<>("");
        server.handle(2, connection -> {
            var request = connection.read();
            sent.set(request.body());
            path.set(request.address());
            connection.respond(200, "application/json", ANSWER, "connection: close");
        });
        ModerationResponse waited = Streams.client(server).moderate(REQUEST);
        assertThat(path.get()).endsWith("/moderations");
        assertThat(sent.get()).isEqualTo("{\"input\":[\"one\",\"two\"],\"model\":\"omni\"}");
        assertThat(waited.results()).extracting(ModerationResult::flagged).containsExactly(true, false);
        assertThat(Streams.client(server).moderateAsync(REQUEST).join()).isEqualTo(waited);
    }

    @Test
    void aRefusalAndWhatIsNoVerdictAreErrors() {
        server.handle(2, connection -> {
            connection.read();
            connection.respond(
                    429,
                    "application/json",
                    "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"param\":null,\"code\":null}}",
                    "connection: close");
        });
        assertThatThrownBy(() -> Streams.client(server).moderate(REQUEST)).isInstanceOf(CapacityException.class);
        assertThatThrownBy(() -> Streams.client(server).moderateAsync(REQUEST).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CapacityException.class);
        server.handle(1, connection -> {
            connection.read();
            connection.respond(200, "application/json", "{\"results\":[{}]}", "connection: close");
        });
        assertThatThrownBy(() -> Streams.client(server).moderate(REQUEST)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void toCancelClosesTheConnection() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        server.handle(1, connection -> {
            connection.read();
            asked.countDown();
            connection.awaitGone();
            gone.countDown();
        });
        CompletableFuture<ModerationResponse> answer = Streams.client(server).moderateAsync(REQUEST);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        answer.cancel(true);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
