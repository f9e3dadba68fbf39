package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ReceivedRequest;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which header a key goes, in whatever order the builder is told. */
class CredentialsTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private String endpoint() {
        return server.url().replace("/v1", "");
    }

    private ReceivedRequest sent(ChatClient client) {
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThat(stream.end()).isEmpty();
            return server.accept().read();
        }
    }

    private ReceivedRequest sent(UnaryOperator<ChatClientBuilder> settings) {
        return sent(settings.apply(Streams.builder(server)).build());
    }

    private static void carries(ReceivedRequest request, String header, String value) {
        assertThat(request.header(header)).contains(value);
        String other = header.equals("api-key") ? "authorization" : "api-key";
        assertThat(request.header(other)).isEmpty();
    }

    @Test
    void aTokenForAzureStaysOne() {
        carries(
                sent(b -> b.header("Authorization", "Bearer ENTRA").azure(endpoint())),
                "authorization",
                "Bearer ENTRA");
        carries(
                sent(b -> b.azure(endpoint(), "2024-10-21").header("authorization", "Bearer ENTRA")),
                "authorization",
                "Bearer ENTRA");
    }

    @Test
    void aTokenGoesBeforeTheEnvironmentsKey() {
        carries(
                sent(b -> b.environment(Map.of("OPENAI_API_KEY", "sk-env"))
                        .azure(endpoint())
                        .header("Authorization", "Bearer ENTRA")),
                "authorization",
                "Bearer ENTRA");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyForAzureIsOneWheneverItIsSet(boolean before) {
        carries(
                sent(b -> before
                        ? b.apiKey("k").azure(endpoint())
                        : b.azure(endpoint()).apiKey("k")),
                "api-key",
                "k");
    }

    @Test
    void aClientThatWasMadeWithoutAKeyTakesOneLater() {
        ChatClient azure = Streams.builder(server).azure(endpoint()).build();
        assertThat(sent(azure).head())
                .doesNotContainIgnoringCase("api-key")
                .doesNotContainIgnoringCase("authorization");
        carries(sent(azure.with(c -> c.apiKey("k"))), "api-key", "k");
        ChatClient other = Streams.client(server);
        carries(sent(other.with(c -> c.apiKey("k"))), "authorization", "Bearer k");
    }

    @Test
    void aClientThatDiffersKeepsTheKey() {
        ChatClient azure =
                Streams.builder(server).azure(endpoint()).apiKey("k").build().with(c -> c.header("X-Trace", "1"));
        carries(sent(azure), "api-key", "k");
        carries(sent(azure.with(c -> c.apiKey("l"))), "api-key", "l");
    }

    @Test
    void whoeverIsSetLastCounts() {
        carries(sent(b -> b.header("Authorization", "Bearer t").apiKey("k")), "authorization", "Bearer k");
        carries(sent(b -> b.apiKey("k").header("Authorization", "Bearer t")), "authorization", "Bearer t");
        carries(sent(b -> b.azure(endpoint()).header("API-Key", "x").apiKey("k")), "api-key", "k");
        carries(sent(b -> b.azure(endpoint()).apiKey("k").header("API-Key", "x")), "api-key", "x");
    }

    @Test
    void aGatewaysHeaderOfThatNameIsNoKeyOfOurs() {
        ReceivedRequest request = sent(b -> b.header("api-key", "gateway").apiKey("k"));
        assertThat(request.header("api-key")).contains("gateway");
        assertThat(request.header("authorization")).contains("Bearer k");
    }

    @Test
    void aHeaderOfTheUsersIsThereOnce() {
        for (String type : new String[] {"Content-Type", "content-type", "Accept", "User-Agent", "idempotency-key"}) {
            ReceivedRequest request = sent(b -> b.retries(RetryPolicy.DEFAULT).header(type, "application/x-mine"));
            assertThat(request.head()
                            .lines()
                            .filter(line -> line.toLowerCase(java.util.Locale.ROOT)
                                    .startsWith(type.toLowerCase(java.util.Locale.ROOT) + ":")))
                    .as(type)
                    .singleElement()
                    .asString()
                    .endsWith("application/x-mine");
        }
    }
}
