package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions that were written as bytes, as build tools and queues do, answer every question. */
class SerializedExceptionTest {
    private static final ResponseHead HEAD = new ResponseHead(429, Map.of("Retry-After", List.of("7")));

    private static <T> T copied(T exception) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        }
    }

    private static void answersEverything(NagareClientException copy, NagareClientException original) {
        assertThat(copy).hasMessage(original.getMessage()).hasSameClassAs(original);
        assertThat(copy.isRetryable()).isEqualTo(original.isRetryable());
        assertThat(copy.retryAfter()).isEqualTo(original.retryAfter());
        assertThat(copy.attempts()).isEmpty();
        assertThat(copy.partial()).isEmpty();
        assertThat(copy.response()).isEmpty();
        assertThat(copy.requestId()).isEmpty();
    }

    @Test
    void whatAServerSaid() throws Exception {
        ApiError error = new ApiError(
                "slow down",
                "requests",
                "model",
                "rate_limit_exceeded",
                new JsonObject(Map.of("x", new JsonString("y"))));
        ApiException original = ApiException.of(HEAD, error);
        original.setAttempts(List.of(new Attempt(Duration.ZERO, Duration.ZERO, 429, null, "slow down", null)));
        assertThat(original.error()).isEqualTo(error);

        ApiException copy = copied(original);

        answersEverything(copy, original);
        assertThat(copy.status()).isEqualTo(429);
        assertThat(copy.code()).contains("rate_limit_exceeded");
        assertThat(copy.param()).contains("model");
        assertThat(copy.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(copy.error())
                .isEqualTo(new ApiError("slow down", "requests", "model", "rate_limit_exceeded", JsonObject.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"429, true, true", "429, false, false", "400, true, true", "400, '', false", "500, '', true"})
    void whetherToTryAgain(int status, String hint, boolean retryable) throws Exception {
        ResponseHead head = new ResponseHead(status, Map.of("X-Should-Retry", List.of(hint)));
        ApiException original = ApiException.of(head, new ApiError("no", null, null, null, JsonObject.EMPTY));
        assertThat(original.isRetryable()).isEqualTo(retryable);
        answersEverything(copied(original), original);
    }

    @Test
    void everyOtherKind() throws Exception {
        for (NagareClientException original : List.of(
                new DeadlineException(Deadlines.Kind.IDLE, Duration.ofSeconds(3), HEAD),
                new TransportException("broke", new IOException("reset"), null),
                new ProtocolException("no answer", HEAD),
                new CallCancelledException(null))) {
            answersEverything(copied(original), original);
        }
        TruncatedStreamException cut = new TruncatedStreamException(List.of(1, 3), HEAD);
        assertThat(cut.unfinished()).containsExactly(1, 3);
        assertThat(copied(cut).unfinished()).containsExactly(1, 3);
        answersEverything(copied(cut), cut);
        assertThat(copied(new DeadlineException(Deadlines.Kind.TOTAL, null, null))
                        .kind())
                .isEqualTo(Deadlines.Kind.TOTAL);
    }
}
