package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetricsTest {
    private final ServerMetrics metrics = new ServerMetrics("tiny");

    @Test
    void theExpositionIsAsWrittenDown() throws IOException {
        metrics.serverStarts(load(3, 7, 11, true));
        ChunkListener chunks = metrics.firstChunk(Route.CHAT_COMPLETIONS, "tiny", Duration.ofMillis(14));
        chunks.chunk(800_000);
        chunks.chunk(30_000_000);
        metrics.firstChunk(Route.COMPLETIONS, "other-model", Duration.ofSeconds(30))
                .chunk(2_000_000_000L);
        metrics.unknownParameter("top_k");
        metrics.unknownParameter("made up by a caller");
        metrics.requestEnded(EndedRequest.chat().finish(FinishReason.STOP).event());
        metrics.requestEnded(EndedRequest.chat()
                .outcome(RequestOutcome.DISCONNECTED)
                .usage(Usage.of(36, 10))
                .event());
        metrics.requestEnded(EndedRequest.plain(Route.CHAT_COMPLETIONS, "POST", "/v1/chat/completions", 429)
                .outcome(RequestOutcome.REJECTED)
                .reason(ErrorReason.QUEUE_FULL)
                .event());
        metrics.requestEnded(
                EndedRequest.plain(Route.HEALTH, "GET", "/health", 200).event());
        assertThat(ownLines(text(null))).isEqualTo(golden());
    }

    private static String ownLines(String exposition) {
        return exposition
                .lines()
                .filter(line -> !line.contains("process_") && !line.contains("jvm_"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String golden() throws IOException {
        try (InputStream file = Objects.requireNonNull(ServerMetricsTest.class.getResourceAsStream("metrics.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theProcessShowsUnderItsUsualNames() {
        String text = text(null);
        assertThat(value(text, "process_start_time_seconds")).isGreaterThan(1.7e9);
        assertThat(value(text, "process_cpu_seconds_total")).isPositive();
        assertThat(value(text, "process_open_fds")).isPositive();
        assertThat(value(text, "process_max_fds")).isPositive();
        assertThat(value(text, "process_resident_memory_bytes")).isGreaterThan(1e6);
        assertThat(value(text, "jvm_memory_used_bytes{area=\"heap\"}")).isGreaterThan(1e5);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "                                                   | text/plain; version=0.0.4; charset=utf-8",
                "text/plain                                         | text/plain; version=0.0.4; charset=utf-8",
                "*/*                                                | text/plain; version=0.0.4; charset=utf-8",
                "application/vnd.google.protobuf;proto=x            | text/plain; version=0.0.4; charset=utf-8",
                "application/openmetrics-text;version=1.0.0,*/*;q=0 | application/openmetrics-text; version=1.0.0; charset=utf-8"
            },
            delimiter = '|')
    void theFormIsWhatTheScraperReads(@Nullable String accept, String contentType) {
        Exposition exposition = metrics.scrape(accept);
        assertThat(exposition.contentType()).isEqualTo(contentType);
        String text = new String(exposition.body(), StandardCharsets.UTF_8);
        assertThat(text).contains("\nvllm:num_requests_running{model_name=\"tiny\"} 0.0\n");
        assertThat(text.endsWith("# EOF\n")).isEqualTo(contentType.startsWith("application/openmetrics-text"));
    }

    @Test
    void whatALoadSaysIsAskedAtEachScrape() {
        assertThat(value(text(null), "nagare_accepting_requests")).isZero();
        metrics.serverStarts(load(1, 0, 1, true));
        assertThat(value(text(null), "nagare_accepting_requests")).isEqualTo(1);
        assertThat(value(text(null), "vllm:num_requests_running{model_name=\"tiny\"}"))
                .isEqualTo(1);
        metrics.serverStarts(load(0, 0, 0, false));
        assertThat(value(text(null), "nagare_accepting_requests")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, stop, stop",
        "COMPLETED, length, length",
        "COMPLETED, content_filter, content_filter",
        "COMPLETED, tool_calls, tool_calls",
        "DISCONNECTED, , abort",
        "CANCELLED, , abort",
        "STALLED, , abort",
        "TIMED_OUT, , abort",
        "SHUT_DOWN, , abort",
        "FAILED, , error"
    })
    void aGenerationIsCountedOnceByHowItEnded(RequestOutcome outcome, @Nullable String finish, String counted) {
        EndedRequest request = EndedRequest.chat().outcome(outcome);
        if (finish != null) {
            request.finish(FinishReason.of(finish));
        }
        metrics.requestEnded(request.event());
        String text = text(null);
        assertThat(value(text, "vllm:request_success_total{finished_reason=\"" + counted + "\",model_name=\"tiny\"}"))
                .isEqualTo(1);
        assertThat(sum(text, "vllm:request_success_total{")).isEqualTo(1);
        assertThat(sum(text, "nagare_requests_total{")).isEqualTo(1);
        assertThat(value(text, "vllm:prompt_tokens_total{model_name=\"tiny\"}")).isEqualTo(36);
        assertThat(value(text, "vllm:generation_tokens_total{model_name=\"tiny\"}"))
                .isEqualTo(298);
    }

    @Test
    void whatTheEngineRefusedIsNoGeneration() {
        metrics.requestEnded(EndedRequest.chat()
                .outcome(RequestOutcome.REJECTED)
                .reason(ErrorReason.INVALID_REQUEST)
                .status(400)
                .model(null)
                .usage(Usage.NONE)
                .event());
        String text = text(null);
        assertThat(sum(text, "vllm:request_success_total{")).isZero();
        assertThat(value(text, "nagare_request_errors_total{reason=\"invalid_request\"}"))
                .isEqualTo(1);
    }

    @Test
    void tokensOfAnAnswerThatNeverBeganAreCountedToo() {
        metrics.requestEnded(EndedRequest.chat()
                .outcome(RequestOutcome.DISCONNECTED)
                .model(null)
                .usage(Usage.of(500, 0))
                .event());
        assertThat(sum(text(null), "vllm:prompt_tokens_total{")).isEqualTo(500);
    }

    @Test
    void timePerTokenLeavesOutTheFirst() {
        metrics.requestEnded(EndedRequest.chat()
                .usage(Usage.of(1, 11))
                .times(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(3))
                .finish(FinishReason.STOP)
                .event());
        assertThat(sum(text(null), "gen_ai_server_time_per_output_token_seconds_sum{"))
                .isEqualTo(0.2);
    }

    @Test
    void oneTokenHasNoTimePerToken() {
        metrics.requestEnded(EndedRequest.chat()
                .usage(Usage.of(1, 1))
                .finish(FinishReason.STOP)
                .event());
        assertThat(text(null)).doesNotContain("gen_ai_server_time_per_output_token_seconds_sum{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "a quote \" and } 1\nx 2", "back\\slash", "流れ", "\u0000\u001b[31m"})
    void noModelNameBreaksALine(String model) {
        metrics.firstChunk(Route.CHAT_COMPLETIONS, model, Duration.ZERO).chunk(1);
        metrics.requestEnded(EndedRequest.chat().model(model).event());
        List<String> lines = text(null).lines().toList();
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line).matches("# (HELP|TYPE) .*|[a-z][a-z0-9_:]*(\\{.*\\})? [0-9.eE+-]+"));
        assertThat(sum(text(null), "vllm:inter_token_latency_seconds_count{")).isEqualTo(1);
    }

    @Test
    void modelsBeyondTheBoundAreCountedTogether() {
        for (int i = 0; i < 500; i++) {
            metrics.firstChunk(Route.CHAT_COMPLETIONS, "model-" + i, Duration.ZERO);
        }
        String text = text(null);
        assertThat(text.lines().filter(line -> line.startsWith("vllm:time_to_first_token_seconds_count{")))
                .hasSize(ServerMetrics.MOST_MODELS);
        assertThat(value(text, "vllm:time_to_first_token_seconds_count{model_name=\"other\"}"))
                .isEqualTo(500 - (ServerMetrics.MOST_MODELS - 1));
    }

    @Test
    void unknownParametersAreCountedByNameOnlyWhereTheNameIsCommon() {
        for (int i = 0; i < 1_000; i++) {
            metrics.unknownParameter("x" + i);
        }
        UnknownParameters.NAMED.forEach(metrics::unknownParameter);
        String text = text(null);
        assertThat(text.lines().filter(line -> line.startsWith("nagare_unknown_parameters_total{")))
                .hasSize(UnknownParameters.NAMED.size() + 1);
        assertThat(value(text, "nagare_unknown_parameters_total{parameter=\"other\"}"))
                .isEqualTo(1_000);
    }

    @Test
    void aGapBetweenTokensAllocatesNothing() {
        ChunkListener chunks = metrics.firstChunk(Route.CHAT_COMPLETIONS, "tiny", Duration.ZERO);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            chunks.chunk(i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            chunks.chunk(i);
        }
        // Asking costs a little; one object for each gap would be 16 bytes at the least.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rounds);
    }

    @ParameterizedTest
    @CsvSource({"0, 5.0E-4", "500000, 5.0E-4", "500001, 0.001", "80000000000, 80.0", "80000000001, +Inf"})
    void aGapIsCountedUpToAndWithItsBound(long nanos, String bound) {
        metrics.firstChunk(Route.COMPLETIONS, "tiny", Duration.ZERO).chunk(nanos);
        List<String> reached = text(null)
                .lines()
                .filter(line -> line.startsWith("vllm:inter_token_latency_seconds_bucket{") && line.endsWith(" 1"))
                .toList();
        assertThat(reached.getFirst()).contains("le=\"" + bound + "\"");
        assertThat(reached.getLast()).contains("le=\"+Inf\"");
        assertThat(value(text(null), "vllm:inter_token_latency_seconds_sum{model_name=\"tiny\"}"))
                .isCloseTo(nanos / 1e9, within(1e-9));
    }

    @Test
    void aCounterKeptElsewhereIsShown() {
        AtomicLong lines = new AtomicLong(5);
        metrics.counter("nagare_things_total", "Things.", lines::doubleValue);
        assertThat(value(text(null), "nagare_things_total")).isEqualTo(5);
        lines.set(6);
        assertThat(value(text(null), "nagare_things_total")).isEqualTo(6);
        assertThatThrownBy(() -> metrics.counter("nagare_things_total", "Again.", lines::doubleValue))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String text(@Nullable String accept) {
        return new String(metrics.scrape(accept).body(), StandardCharsets.UTF_8);
    }

    private static double value(String exposition, String series) {
        return exposition
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + exposition));
    }

    private static double sum(String exposition, String prefix) {
        return exposition
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static ServerLoad load(int running, int waiting, int connections, boolean accepting) {
        return new ServerLoad() {
            @Override
            public int running() {
                return running;
            }

            @Override
            public int waiting() {
                return waiting;
            }

            @Override
            public int connections() {
                return connections;
            }

            @Override
            public boolean accepting() {
                return accepting;
            }
        };
    }
}
