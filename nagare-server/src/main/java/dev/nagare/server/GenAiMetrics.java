package dev.nagare.server;

import dev.nagare.wire.Usage;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;

/**
 * Generations under the names of OpenTelemetry's conventions for generative AI, dots written as underscores.
 *
 * <p>{@code gen_ai.request.model} is left out: it is the caller's own word, and a metric keeps every word it has seen.
 */
final class GenAiMetrics {
    /** The convention asks for who provides the model; this is a server of its own kind. */
    private static final Labels PROVIDER = Labels.of("gen_ai_provider_name", "nagare");

    private static final String OPERATION = "gen_ai_operation_name";
    private static final String MODEL = "gen_ai_response_model";

    private final Histogram toFirstToken;
    private final Histogram perOutputToken;
    private final Histogram duration;
    private final Histogram tokens;

    GenAiMetrics(Instruments instruments) {
        toFirstToken = instruments.histogram(
                "gen_ai_server_time_to_first_token_seconds",
                "From a request's head until the first token of its answer.",
                Buckets.TO_FIRST_TOKEN,
                PROVIDER,
                OPERATION,
                MODEL);
        perOutputToken = instruments.histogram(
                "gen_ai_server_time_per_output_token_seconds",
                "From the first token of a completed answer until its end, divided by the tokens after the first.",
                Buckets.PER_OUTPUT_TOKEN,
                PROVIDER,
                OPERATION,
                MODEL);
        duration = instruments.histogram(
                "gen_ai_server_request_duration_seconds",
                "From a request's head until the end of its answer, whatever the end was.",
                Buckets.REQUEST,
                PROVIDER,
                OPERATION,
                MODEL,
                "error_type");
        tokens = instruments.histogram(
                "gen_ai_client_token_usage",
                "Tokens of a request's prompt (input) and of its answer (output).",
                Buckets.TOKENS,
                PROVIDER,
                OPERATION,
                MODEL,
                "gen_ai_token_type");
    }

    DistributionDataPoint toFirstToken(Route route, String model) {
        return toFirstToken.labelValues(operation(route), model);
    }

    void ended(RequestEnded event, String model) {
        String operation = operation(event.route());
        duration.labelValues(operation, model, errorType(event)).observe(seconds(event.total()));
        Usage usage = event.usage();
        if (usage == null) {
            return;
        }
        tokens.labelValues(operation, model, "input").observe((double) usage.promptTokens());
        tokens.labelValues(operation, model, "output").observe((double) usage.completionTokens());
        Duration first = event.toFirstChunk();
        if (event.outcome() == RequestOutcome.COMPLETED && first != null && usage.completionTokens() > 1) {
            double rest = seconds(event.total()) - seconds(first);
            perOutputToken.labelValues(operation, model).observe(rest / (double) (usage.completionTokens() - 1));
        }
    }

    static String operation(Route route) {
        return route == Route.CHAT_COMPLETIONS ? "chat" : "text_completion";
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String errorType(RequestEnded event) {
        ErrorReason reason = event.reason();
        if (event.outcome() == RequestOutcome.COMPLETED) {
            return "";
        }
        return reason != null ? reason.word() : event.outcome().word();
    }
}
