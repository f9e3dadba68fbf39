package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole answers of both endpoints, asked for without waiting. */
class AsyncCallTest {
    private static final String OLDER =
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"text\":\"2\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}";

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** The text that a call comes to. */
    private static CompletableFuture<String> call(ChatClient client, boolean chat) {
        return chat
                ? client.chatAsync(Streams.chat()).thenApply(answer -> answer.text())
                : client.completeAsync(Streams.completion()).thenApply(answer -> answer.text());
    }

    private static CompletableFuture<?> plain(ChatClient client, boolean chat) {
        return chat ? client.chatAsync(Streams.chat()) : client.completeAsync(Streams.completion());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAnswerComes(boolean chat) {
        CompletableFuture<String> answer = call(Streams.client(server), chat);
        // It was asked before anyone waits.
        ServerConnection connection = server.accept();
        assertThat(connection.read().body()).doesNotContain("\"stream\"");
        assertThat(answer).isNotDone();
        connection.respond(200, "application/json", chat ? WholeAnswerTest.ANSWER : OLDER);
        assertThat(answer.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEqualTo(chat ? "Two." : "2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void toCancelClosesTheConnection(boolean chat) {
        CompletableFuture<?> answer = plain(Streams.client(server), chat);
        ServerConnection connection = server.accept();
        connection.read();
        assertThat(answer.cancel(true)).isTrue();
        connection.awaitGone();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusalFailsIt(boolean chat) {
        server.enqueue(ScriptedResponse.error(401, "who?"));
        assertThatThrownBy(() -> plain(Streams.client(server), chat).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.status()).isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsTriedAgain(boolean chat) {
        server.enqueue(
                ScriptedResponse.error(503, "not now"),
                ScriptedResponse.of(200, "application/json", chat ? WholeAnswerTest.ANSWER : OLDER));
        ChatClient client =
                Streams.client(server).with(c -> c.retries(RetryPolicy.DEFAULT.withFirstPause(Duration.ofMillis(1))));
        assertThat(call(client, chat).join()).isEqualTo(chat ? "Two." : "2");
        assertThat(server.waitingRequests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"detail\":\"no\"}", "{\"choices\":null}"})
    void whatHasNoChoicesIsNoAnswer(String body) {
        server.answering(request -> ScriptedResponse.of(200, "application/json", body));
        ChatClient client = Streams.client(server);
        for (boolean chat : new boolean[] {true, false}) {
            assertThatThrownBy(() -> plain(client, chat).join()).hasCauseInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> client.complete(Streams.completion()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("the required member 'choices' is missing");
        assertThatThrownBy(() -> client.chat(Streams.chat()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("the required member 'choices' is missing");
        // Nor is it one in place of a stream.
        try (CompletionStream stream = client.stream(Streams.completion())) {
            assertThatThrownBy(stream::completion).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void aFilterOfTheClientsSeesItToo() {
        server.enqueue(ScriptedResponse.of(200, "application/json", WholeAnswerTest.ANSWER));
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> new ShoutingFilter()));
        assertThat(client.chatAsync(Streams.chat()).join().text()).isEqualTo("TWO.");
    }
}
