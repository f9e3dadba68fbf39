package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nagare.wire.FinishReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestEndedTest {
    @ParameterizedTest
    @CsvSource({
        "COMPLETED, stop, stop",
        "COMPLETED, length, length",
        "COMPLETED, content_filter, content_filter",
        "COMPLETED, tool_calls, tool_calls",
        "COMPLETED, function_call, tool_calls",
        "COMPLETED, an engine's own word, stop",
        "COMPLETED, , completed",
        "REJECTED, , rejected",
        "FAILED, stop, error",
        "CANCELLED, , cancelled",
        "DISCONNECTED, length, disconnected",
        "STALLED, , timeout",
        "TIMED_OUT, , timeout",
        "SHUT_DOWN, , cancelled"
    })
    void oneWordSaysHowARequestEnded(RequestOutcome outcome, String finish, String word) {
        EndedRequest request = EndedRequest.chat().outcome(outcome);
        if (finish != null) {
            request.finish(FinishReason.of(finish));
        }
        assertThat(request.event().ended()).isEqualTo(word);
    }

    @Test
    void theReasonThatTakesMostCountsWhateverTheOrder() {
        List<FinishReason> lightFirst =
                List.of(FinishReason.STOP, FinishReason.TOOL_CALLS, FinishReason.LENGTH, FinishReason.CONTENT_FILTER);
        for (int i = 0; i < lightFirst.size(); i++) {
            assertThat(FinishReasons.weightier(null, lightFirst.get(i))).isEqualTo(lightFirst.get(i));
            for (int j = 0; j < lightFirst.size(); j++) {
                assertThat(FinishReasons.weightier(lightFirst.get(i), lightFirst.get(j)))
                        .isEqualTo(lightFirst.get(Math.max(i, j)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReasonsWordIsALabel(ErrorReason reason) {
        assertThat(reason.word()).matches("[a-z]+(_[a-z]+)*");
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "401, UNAUTHENTICATED",
        "404, NOT_FOUND",
        "405, INVALID_REQUEST",
        "408, BODY_TIMEOUT",
        "413, TOO_LARGE",
        "414, TOO_LARGE",
        "415, INVALID_REQUEST",
        "429, ENGINE_OVERLOADED",
        "431, TOO_LARGE",
        "500, INTERNAL",
        "503, ENGINE_OVERLOADED"
    })
    void aStatusAloneGivesAReason(int status, ErrorReason reason) {
        assertThat(ErrorReason.of(status)).isEqualTo(reason);
    }

    @Test
    void bothListenersAreToldEvenWhenTheFirstThrows() {
        Recorded second = new Recorded();
        ServerListener both = ServerListener.both(
                new ServerListener() {
                    @Override
                    public void requestEnded(RequestEnded event) {
                        throw new IllegalStateException("on purpose");
                    }
                },
                second);
        RequestEnded event = EndedRequest.chat().event();
        assertThat(catchThrowable(() -> both.requestEnded(event))).hasMessage("on purpose");
        assertThat(second.next()).isSameAs(event);
    }

    @Test
    void chunksAreToldToWhoeverWantsThem() {
        long[] told = new long[2];
        ServerListener counts = listening(nanos -> told[0] += nanos);
        ServerListener alsoCounts = listening(nanos -> told[1] += nanos);
        for (ServerListener both : Arrays.asList(
                ServerListener.both(counts, alsoCounts),
                ServerListener.both(counts, ServerListener.NONE),
                ServerListener.both(ServerListener.NONE, alsoCounts),
                ServerListener.both(ServerListener.NONE, ServerListener.NONE))) {
            both.firstChunk(Route.COMPLETIONS, "m", Duration.ZERO).chunk(7);
        }
        assertThat(told).containsExactly(14, 14);
    }

    private static ServerListener listening(ChunkListener chunks) {
        return new ServerListener() {
            @Override
            public ChunkListener firstChunk(Route route, String model, Duration waited) {
                return chunks;
            }
        };
    }
}
