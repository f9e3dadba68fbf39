package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an error's response must be: four keys in their order, and the headers that every response has. */
final class ErrorBody {
    private ErrorBody() {}

    /** Checks a response. The message is its beginning where it ends with three dots. */
    static void assertError(
            HttpResponse<String> response,
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        JsonObject body = RunningServer.object(response.body());
        assertThat(body.members()).containsOnlyKeys("error");
        JsonObject error = (JsonObject) Objects.requireNonNull(body.member("error"));
        assertThat(error.members().keySet()).containsExactly("message", "type", "param", "code");
        assertThat(text(error, "type")).isEqualTo(type);
        assertThat(text(error, "code")).isEqualTo(code);
        assertThat(text(error, "param")).isEqualTo(param);
        if (message.endsWith("...")) {
            assertThat(text(error, "message")).startsWith(message.substring(0, message.length() - 3));
        } else {
            assertThat(text(error, "message")).isEqualTo(message);
        }
    }

    private static @Nullable String text(JsonObject object, String name) {
        return object.member(name) instanceof JsonString string ? string.value() : null;
    }
}
