package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        try (RawServer server = new RawServer()) {
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
                RawServer.Request request = server.accept().read();
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
        try (RawServer server = new RawServer()) {
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
        try (RawServer server = new RawServer()) {
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
        try (RawServer server = new RawServer()) {
            server.answer(1, connection -> {
                connection.read();
                connection.respond(200, "application/json", WholeAnswerTest.ANSWER);
            });
            ChatClient client = ChatClient.builder().baseUrl(server.url()).build();
            assertThat(client.chat(Streams.chat()).choices()).hasSize(1);
        }
    }
}
