package dev.nagare.server;

import dev.nagare.wire.Usage;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * Generations under vLLM's names, which dashboards, autoscalers and Kubernetes gateways read.
 *
 * <p>How many requests run and wait is a fact of the whole server; as with a vLLM that has several names for what it
 * serves, it stands under the first of them.
 */
final class VllmMetrics {
    private static final String MODEL = "model_name";

    private final Histogram toFirstToken;
    private final GapHistogram interToken;
    private final Histogram total;
    private final Histogram queued;
    private final Counter promptTokens;
    private final Counter generationTokens;
    private final Counter success;

    VllmMetrics(Instruments instruments, String firstModel, ToIntFunction<ToIntFunction<ServerLoad>> now) {
        Labels first = Labels.of(MODEL, firstModel);
        instruments.gauge(
                "vllm:num_requests_running",
                "Generations that run now.",
                first,
                () -> now.applyAsInt(ServerLoad::running));
        instruments.gauge(
                "vllm:num_requests_waiting",
                "Requests that wait for their generation now.",
                first,
                () -> now.applyAsInt(ServerLoad::waiting));
        toFirstToken = instruments.histogram(
                "vllm:time_to_first_token_seconds",
                "From a request's head until the first token of its answer.",
                Buckets.VLLM_TO_FIRST_TOKEN,
                Labels.EMPTY,
                MODEL);
        interToken = new GapHistogram(
                "vllm:inter_token_latency_seconds",
                "From one token of a choice until its next, as they leave the engine.",
                MODEL,
                Buckets.VLLM_INTER_TOKEN);
        instruments.registry().register(interToken);
        total = instruments.histogram(
                "vllm:e2e_request_latency_seconds",
                "From a request's head until the end of its answer.",
                Buckets.VLLM_REQUEST,
                Labels.EMPTY,
                MODEL);
        queued = instruments.histogram(
                "vllm:request_queue_time_seconds",
                "How long a request waited for its generation.",
                Buckets.VLLM_REQUEST,
                Labels.EMPTY,
                MODEL);
        promptTokens = instruments.counter(
                "vllm:prompt_tokens_total", "Tokens of prompts, counted when their request ends.", MODEL);
        generationTokens = instruments.counter(
                "vllm:generation_tokens_total", "Tokens generated, counted when their request ends.", MODEL);
        success = instruments.counter(
                "vllm:request_success_total",
                "Generations that are over; abort for those that did not come to their own end.",
                MODEL,
                "finished_reason");
        // A rate needs a zero to begin from.
        promptTokens.initLabelValues(firstModel);
        generationTokens.initLabelValues(firstModel);
        for (String reason : new String[] {"stop", "length", "abort", "error"}) {
            success.initLabelValues(firstModel, reason);
        }
    }

    DistributionDataPoint toFirstToken(String model) {
        return toFirstToken.labelValues(model);
    }

    /** Who is told of the gaps between this model's tokens. */
    ChunkListener interToken(String model) {
        return interToken.of(model);
    }

    /** Counts a generation that is over; of one that the engine refused, only the tokens. */
    void ended(RequestEnded event, String model, Usage usage) {
        promptTokens.labelValues(model).inc(usage.promptTokens());
        generationTokens.labelValues(model).inc(usage.completionTokens());
        if (event.outcome() == RequestOutcome.REJECTED) {
            return;
        }
        success.labelValues(model, finishedReason(event)).inc();
        total.labelValues(model).observe(GenAiMetrics.seconds(event.total()));
        Duration waited = event.queued();
        if (waited != null) {
            queued.labelValues(model).observe(GenAiMetrics.seconds(waited));
        }
    }

    private static String finishedReason(RequestEnded event) {
        return switch (event.outcome()) {
            case COMPLETED -> event.finishReason() == null ? "stop" : event.ended();
            case REJECTED, FAILED -> "error";
            case CANCELLED, DISCONNECTED, STALLED, TIMED_OUT, SHUT_DOWN -> "abort";
        };
    }
}
