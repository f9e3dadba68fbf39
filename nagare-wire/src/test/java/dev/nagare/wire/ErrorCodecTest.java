package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodecTest {
    @Test
    void allFourMembersAreAlwaysWritten() {
        assertThat(encode(new ApiError("m", "t", "p", "c", JsonObject.EMPTY)))
                .isEqualTo("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}");
        assertThat(encode(new ApiError("m", "t", null, null, JsonObject.EMPTY)))
                .isEqualTo("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}");
        assertThat(encode(new ApiError("m", null, null, null, (JsonObject) Json.parse("{\"n_ctx\":64}"))))
                .isEqualTo("{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":null,"
                        + "\"n_ctx\":64}}");
    }

    @Test
    void theOriginalsErrorIsReadAndWrittenTheSame() {
        String json = "{\"error\":{\"message\":\"The model `x` does not exist.\",\"type\":\"invalid_request_error\","
                + "\"param\":null,\"code\":\"model_not_found\"}}";
        ApiError error = Objects.requireNonNull(ErrorCodec.find(Json.parse(json)));
        assertThat(encode(error)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":400,\"message\":\"too long\",\"type\":\"exceed_context_size_error\",\"n_ctx\":64}}",
                "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                "{\"error\":\"too long\"}",
                "{\"message\":\"too long\",\"code\":400}"
            })
    void otherServersFormsAreRead(String json) {
        ApiError error = ErrorCodec.find(Json.parse(json));
        assertThat(error).isNotNull().extracting(ApiError::message).isEqualTo("too long");
        if (json.contains("400")) {
            assertThat(error).extracting(ApiError::code).isEqualTo("400");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "{}",
                "{\"error\":null}",
                "{\"choices\":[],\"message\":\"x\"}",
                "{\"choices\":[],\"error\":null}"
            })
    void whatIsNoErrorIsNone(String json) {
        assertThat(ErrorCodec.find(Json.parse(json))).isNull();
    }

    @Test
    void anErrorWithoutMessageHasOne() {
        assertThat(ErrorCodec.find(Json.parse("{\"error\":{}}")))
                .isNotNull()
                .extracting(ApiError::message)
                .isEqualTo("the server gave no message");
    }

    private static String encode(ApiError error) {
        return Texts.text(ErrorCodec.encode(error));
    }
}
