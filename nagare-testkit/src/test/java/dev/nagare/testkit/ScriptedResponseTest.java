package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ApiError;
import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bodies of scripted responses say. */
class ScriptedResponseTest {
    @ParameterizedTest
    @ValueSource(strings = {"slow down", "say \"please\"", "a\\b", "two\nlines", "é😀", ""})
    void anErrorIsJsonWhateverItsMessage(String message) {
        byte[] body = ScriptedResponse.error(400, message).body();
        ApiError error = Objects.requireNonNull(ErrorCodec.find(Json.parse(body)));
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.type()).isEqualTo("test");
        assertThat(new String(body, StandardCharsets.UTF_8)).startsWith("{\"error\":{\"message\":\"");
    }
}
