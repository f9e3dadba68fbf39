package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ReceivedRequest;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is made from. */
class ChatClientBuilderTest {
    @Test
    void theEnvironmentIsTakenOver() {
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = ChatClient.builder()
                    .httpClient(Streams.HTTP)
                    .environment(Map.of(
                            "OPENAI_BASE_URL", server.url() + "/",
                            "OPENAI_API_KEY", " sk-env \n",
                            "OPENAI_ORG_ID", "org-env",
                            "OPENAI_PROJECT_ID", " "))
                    .build();
            try (ChatCompletionStream stream = client.stream(Streams.chat())) {
                assertThat(stream.end()).isEmpty();
                ReceivedRequest request = server.accept().read();
                assertThat(request.head())
                        .startsWith("POST /v1/chat/completions ")
                        .contains("Authorization: Bearer sk-env\r\n")
                        .contains("OpenAI-Organization: org-env\r\n")
                        .doesNotContain("OpenAI-Project");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1,            /v1/chat/completions",
        "/v1/,           /v1/chat/completions",
        "'',             /chat/completions",
        "/d/x?v=1&w=2,   /d/x/chat/completions?v=1&w=2"
    })
    void theAddressIsTheBaseUrlAndTheEndpoint(String path, String address) {
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = Streams.builder(server)
                    .baseUrl(server.url().replace("/v1", path).replace("http:", "HTTP:"))
                    .build();
            try (ChatCompletionStream stream = client.stream(Streams.chat())) {
                assertThat(stream.end()).isEmpty();
                assertThat(server.accept().read().head()).startsWith("POST " + address + " HTTP/1.1\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080/v1",
                "ftp://x/v1",
                "http:///v1",
                "not a url",
                "",
                "http://h/#a",
                "http://user:pw@h/v1"
            })
    void aBaseUrlThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> ChatClient.builder().baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base URL")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret\nX: y", "sk-secret…", "sk-\u0000secret"})
    void aKeyThatNoHeaderCanCarryIsRefusedAndNotQuoted(String key) {
        assertThatThrownBy(() -> ChatClient.builder().apiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API key")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void aHeaderThatCannotBeSetIsRefused() {
        for (String name : List.of("", "a b", "Host", "content-length", "naïve", "a:b")) {
            assertThatThrownBy(() -> ChatClient.builder().header(name, "x"))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ChatClient.builder().header("X-Key", "a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Key");
        assertThatThrownBy(() -> ChatClient.builder().maxBodyBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeaderReplacesAnotherOfItsNameWhateverTheCase() {
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = Streams.builder(server)
                    .apiKey("one")
                    .header("authorization", "two")
                    .build();
            try (ChatCompletionStream stream = client.stream(Streams.chat())) {
                assertThat(stream.end()).isEmpty();
                assertThat(server.accept().read().head())
                        .contains("authorization: two\r\n")
                        .doesNotContain("Bearer");
            }
        }
    }

    @Test
    void aClientOfItsOwnIsMadeWhenNoneIsGiven() {
        try (FaultyServer server = FaultyServer.start()) {
            server.handle(1, connection -> {
                connection.read();
                connection.respond(200, "application/json", WholeAnswerTest.ANSWER);
            });
            ChatClient client = ChatClient.builder().baseUrl(server.url()).build();
            assertThat(client.chat(Streams.chat()).choices()).hasSize(1);
        }
    }

    private static ReceivedRequest sent(FaultyServer server, ChatClient client) {
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThat(stream.end()).isEmpty();
            return server.accept().read();
        }
    }

    @Test
    void azuresNewerFormHasTheVersionInThePath() {
        try (FaultyServer server = FaultyServer.start()) {
            String endpoint = server.url().replace("/v1", "/");
            ReceivedRequest request = sent(
                    server, Streams.builder(server).apiKey("k").azure(endpoint).build());
            assertThat(request.address()).isEqualTo("/openai/v1/chat/completions");
            assertThat(request.header("api-key")).contains("k");
            assertThat(request.header("authorization")).isEmpty();
        }
    }

    @Test
    void azuresOlderFormHasTheDeploymentInThePathAndTheVersionInTheQuery() {
        try (FaultyServer server = FaultyServer.start()) {
            String endpoint = server.url().replace("/v1", "");
            ReceivedRequest request = sent(
                    server,
                    Streams.builder(server)
                            .azure(endpoint, "2024-10-21")
                            .apiKey("k")
                            .build());
            assertThat(request.address()).isEqualTo("/openai/deployments/m/chat/completions?api-version=2024-10-21");
            assertThat(request.header("api-key")).contains("k");
            assertThat(request.header("authorization")).isEmpty();
        }
    }

    @Test
    void aDeploymentMustBeNamed() {
        ChatClient client = ChatClient.builder()
                .azure("https://x.openai.azure.com", "2024-10-21")
                .build();
        assertThatThrownBy(
                        () -> client.stream(Streams.chat().toBuilder().model("").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deployment");
    }

    @Test
    void oneRequestMayDifferInHeadersQueryAndBody() {
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = Streams.client(server);
            ReceivedRequest request = sent(
                    server,
                    client.with(c ->
                            c.header("X-Trace", "t1").query("a b", "c&d").bodyField("min_p", new JsonNumber("0.1"))));
            assertThat(request.address()).isEqualTo("/v1/chat/completions?a+b=c%26d");
            assertThat(request.header("x-trace")).contains("t1");
            assertThat(request.body()).contains("\"min_p\":0.1");
            ReceivedRequest other = sent(server, client);
            assertThat(other.header("x-trace")).isEmpty();
            assertThat(other.address()).isEqualTo("/v1/chat/completions");
            assertThat(other.body()).doesNotContain("min_p");
        }
    }

    @Test
    void aRequestsOwnMemberGoesBeforeTheClients() {
        try (FaultyServer server = FaultyServer.start()) {
            ChatClient client = Streams.client(server).with(c -> c.bodyField("top_k", new JsonNumber("1")));
            var own = Streams.chat().toBuilder()
                    .additional(new JsonObject(Map.of("top_k", new JsonNumber("2"))))
                    .build();
            try (ChatCompletionStream stream = client.stream(own)) {
                assertThat(stream.end()).isEmpty();
                assertThat(server.accept().read().body())
                        .contains("\"top_k\":2")
                        .doesNotContain("\"top_k\":1");
            }
        }
    }

    @Test
    void aProxyIsAskedInPlaceOfTheServer() {
        try (FaultyServer proxy = FaultyServer.start()) {
            ChatClient client = ChatClient.builder()
                    .baseUrl("http://far.example/v1")
                    .proxy("127.0.0.1", proxy.port())
                    .build();
            assertThat(sent(proxy, client).address()).isEqualTo("http://far.example/v1/chat/completions");
        }
    }

    @Test
    void tlsTrustsWhatItIsTold() {
        try (FaultyServer server = FaultyServer.startTls()) {
            server.enqueue(ScriptedResponse.events(Streams.two()));
            ChatClient client = ChatClient.builder()
                    .baseUrl(server.url())
                    .sslContext(TestTls.context())
                    .build();
            assertThat(Streams.texts(client.stream(Streams.chat()))).containsExactly("Two", ".");
        }
    }

    @Test
    void whoChangesTheProxyKeepsTheCertificates() {
        try (FaultyServer server = FaultyServer.startTls()) {
            server.enqueue(ScriptedResponse.events(Streams.two()));
            ChatClient client = ChatClient.builder()
                    .baseUrl(server.url())
                    .sslContext(TestTls.context())
                    .build()
                    .with(c -> c.proxy(ProxySelector.of(null)));
            assertThat(Streams.texts(client.stream(Streams.chat()))).containsExactly("Two", ".");
        }
    }

    @Test
    void whoChangesTheCertificatesKeepsTheProxy() {
        try (FaultyServer proxy = FaultyServer.start()) {
            ChatClient client = ChatClient.builder()
                    .baseUrl("http://far.example/v1")
                    .proxy("127.0.0.1", proxy.port())
                    .build()
                    .with(c -> c.sslContext(TestTls.context()));
            assertThat(sent(proxy, client).address()).isEqualTo("http://far.example/v1/chat/completions");
        }
    }
}
