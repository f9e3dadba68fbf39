package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a client's settings is told without what they say. */
class SecretsTest {
    private static void isNotQuoted(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            assertThat(one.toString()).doesNotContainIgnoringCase("secret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://user:SECRET@ho st/v1|is not a URL, at character",
                "https://user:SECRET@host/v1|has a user",
                "https://user:SECRET@/v1|",
                "https://host/v1?key=SECRET^|is not a URL, at character",
                "ftp://host/v1?key=SECRET|does not begin with http:// or https://",
                "http:///v1?key=SECRET|has no host",
                "http://host/v1#SECRET|has a #",
                "sk-SECRET|does not begin with http:// or https://",
                "sk SECRET|is not a URL"
            })
    void aBaseUrlIsNeverQuoted(String url, String problem) {
        assertThatThrownBy(() -> ChatClient.builder().baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the base URL")
                .hasMessageContaining(problem == null ? "" : problem)
                .satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().environment(Map.of("OPENAI_BASE_URL", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OPENAI_BASE_URL cannot be used: the base URL")
                .satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().azure(url)).satisfies(SecretsTest::isNotQuoted);
    }

    @Test
    void norIsOneThatIsAUri() {
        assertThatThrownBy(() -> ChatClient.builder().baseUrl(URI.create("urn:SECRET")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(SecretsTest::isNotQuoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-SECRET\nX: y", "SECRET\u0000", "SECRET…"})
    void aHeadersValueIsNeverQuoted(String value) {
        assertThatThrownBy(() -> ChatClient.builder().apiKey(value)).satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().environment(Map.of("OPENAI_API_KEY", value)))
                .hasMessageStartingWith("OPENAI_API_KEY cannot be used: the API key has characters")
                .satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().organization(value)).satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().project(value)).satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().header("X-Key", value)).satisfies(SecretsTest::isNotQuoted);
    }

    @Test
    void aProxysPasswordIsNeverQuoted() {
        assertThatThrownBy(() -> ChatClient.builder().proxyCredentials("SECRET:1", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colon")
                .satisfies(SecretsTest::isNotQuoted);
        assertThatThrownBy(() -> ChatClient.builder().proxyCredentials("u", "SECRET\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(SecretsTest::isNotQuoted);
    }

    @Test
    void credentialsMayBePrinted() {
        assertThat(new Credentials("SECRET", true)).hasToString("a key for Azure");
        assertThat(new Credentials(null, false)).hasToString("no key");
    }
}
