package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can act on an error. */
@ExtendWith(FaultyServerExtension.class)
class ErrorOwnerTest {
    @ParameterizedTest
    @CsvSource({
        "400, , , REQUEST",
        "404, , model_not_found, REQUEST",
        "422, , , REQUEST",
        "401, , , ACCESS",
        "403, , , ACCESS",
        "429, requests, rate_limit_exceeded, CAPACITY",
        "429, insufficient_quota, insufficient_quota, ACCESS",
        "503, , , CAPACITY",
        "529, , , CAPACITY",
        "500, , , SERVER",
        "504, , , SERVER",
        "200, invalid_request_error, , REQUEST",
        "200, BadRequestError, 400, REQUEST",
        "200, overloaded_error, , CAPACITY",
        "200, , 429, CAPACITY",
        "200, authentication_error, , ACCESS",
        "200, server_error, , SERVER",
        "200, , , SERVER"
    })
    void byStatusCodeAndType(int status, @Nullable String type, @Nullable String code, ErrorOwner owner) {
        assertThat(ErrorOwner.of(status, new ApiError("m", type, null, code, JsonObject.EMPTY)))
                .isEqualTo(owner);
    }

    @Test
    void theExceptionTellsAllThatTheServerSaid(FaultyServer server) {
        server.enqueue(ScriptedResponse.of(
                        400,
                        "application/json",
                        "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":\"messages\","
                                + "\"code\":\"context_length_exceeded\"}}")
                .header("x-request-id", "req_7"));
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOfSatisfying(RejectedRequestException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.code()).contains("context_length_exceeded");
                    assertThat(e.param()).contains("messages");
                    assertThat(e.requestId()).contains("req_7");
                    assertThat(e.response().orElseThrow().header("content-type"))
                            .contains("application/json");
                    assertThat(e.isRetryable()).isFalse();
                });
    }
}
