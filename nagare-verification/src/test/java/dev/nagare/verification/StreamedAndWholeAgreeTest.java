package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.LocalEngine;
import java.net.http.HttpResponse;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request with a seed says the same streamed and whole, whatever its other parameters are: texts, log probabilities,
 * ends and usage, and where it is refused the same error.
 *
 * <p>The seeds differ from run to run; a failure names the seed, and {@code -Dnagare.seed=N} draws it first.
 */
class StreamedAndWholeAgreeTest {
    private static final int DRAWS = 60;

    private static RunningServer server;

    @BeforeAll
    static void serve() {
        server = RunningServer.start(LocalEngine.builtIn());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static LongStream seeds() {
        long first = Long.getLong("nagare.seed", System.nanoTime() & 0xFFFF_FFFFL);
        return LongStream.range(first, first + DRAWS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aChat(long seed) {
        agree("/v1/chat/completions", DrawnRequest::chat, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCompletionOfTheOlderEndpoint(long seed) {
        agree("/v1/completions", DrawnRequest::completion, seed);
    }

    private static void agree(String path, LongFunction<String> draw, long seed) {
        String request = draw.apply(seed);
        String why = "replay with -Dnagare.seed=" + seed + "; the request begins with " + request
                + " and is streamed with " + DrawnRequest.streamOptions(seed);
        HttpResponse<String> whole = server.post(path, request + "}");
        String options = DrawnRequest.streamOptions(seed);
        HttpResponse<String> stream =
                server.post(path, request + ",\"stream\":true,\"stream_options\":" + options + "}");
        assertThat(stream.statusCode())
                .as(why + "\n" + whole.body() + stream.body())
                .isEqualTo(whole.statusCode());
        if (whole.statusCode() == 200) {
            assertThat(Answers.ofStream(stream.body())).as(why).isEqualTo(Answers.ofWhole(whole.body()));
        } else {
            assertThat(whole.statusCode()).as(why + "\n" + whole.body()).isEqualTo(400);
            assertThat(stream.body()).as(why).isEqualTo(whole.body());
        }
    }
}
