package dev.nagare.server;

import dev.nagare.wire.Usage;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one server, for Prometheus to scrape: hand one object to the server as its listener and as its page.
 *
 * <p>Every label takes its values from a bounded set: models are those that answered, at most {@value #MOST_MODELS} of
 * them, the others counted together as {@code other}. To record a gap between tokens takes some 30 ns and allocates
 * nothing.
 */
public final class ServerMetrics implements ServerListener, MetricsPage {
    static final int MOST_MODELS = 64;

    private final Instruments instruments = new Instruments();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final GenAiMetrics genAi;
    private final VllmMetrics vllm;
    private final UnknownParameters unknown;
    private final Counter requests;
    private final Counter errors;
    private final Map<String, String> models = new ConcurrentHashMap<>();
    private final Map<Answering, Series> series = new ConcurrentHashMap<>();
    private volatile @Nullable ServerLoad load;

    /**
     * Metrics that count from zero.
     *
     * @param firstModel the first model that the server lists, under which vLLM's gauges stand
     */
    public ServerMetrics(String firstModel) {
        models.put(firstModel, firstModel);
        genAi = new GenAiMetrics(instruments);
        vllm = new VllmMetrics(instruments, firstModel, this::now);
        unknown = new UnknownParameters(instruments);
        requests = instruments.counter(
                "nagare_requests_total", "Requests that are over, by how they ended.", "route", "code", "end");
        errors = instruments.counter(
                "nagare_request_errors_total",
                "Requests that were refused, failed or were given up, by the reason.",
                "reason");
        for (ErrorReason reason : ErrorReason.values()) {
            errors.initLabelValues(reason.word());
        }
        instruments.gauge("nagare_connections", "Open connections.", Labels.EMPTY, () -> now(ServerLoad::connections));
        instruments.gauge(
                "nagare_accepting_requests",
                "1 while requests are accepted, 0 while the server drains.",
                Labels.EMPTY,
                () -> now(server -> server.accepting() ? 1 : 0));
        ProcessMetrics.register(instruments);
    }

    /**
     * Adds a counter that something outside this class keeps.
     *
     * @throws IllegalArgumentException when the name is taken or no name of a counter, which ends in {@code _total}
     */
    public void counter(String name, String help, DoubleSupplier value) {
        instruments.counter(name, help, value);
    }

    @Override
    public void serverStarts(ServerLoad server) {
        load = server;
    }

    @Override
    public ChunkListener firstChunk(Route route, String model, Duration waited) {
        Series answering = series.computeIfAbsent(new Answering(route, bounded(model)), this::open);
        double seconds = GenAiMetrics.seconds(waited);
        answering.toFirst.observe(seconds);
        answering.vllmToFirst.observe(seconds);
        return answering.gaps;
    }

    @Override
    public void unknownParameter(String name) {
        unknown.count(name);
    }

    @Override
    public void requestEnded(RequestEnded event) {
        requests.labelValues(event.route().path(), Integer.toString(event.status()), event.ended())
                .inc();
        ErrorReason reason = event.reason();
        if (reason != null) {
            errors.labelValues(reason.word()).inc();
        }
        if (event.route() != Route.CHAT_COMPLETIONS && event.route() != Route.COMPLETIONS) {
            return;
        }
        String answered = event.model();
        String model = answered == null ? "" : bounded(answered);
        genAi.ended(event, model);
        Usage usage = event.usage();
        if (usage != null) {
            vllm.ended(event, model, usage);
        }
    }

    @Override
    public Exposition scrape(@Nullable String accept) {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 << 10);
        try {
            writer.write(bytes, instruments.registry().scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return new Exposition(writer.getContentType(), bytes.toByteArray());
    }

    private int now(ToIntFunction<ServerLoad> fact) {
        ServerLoad server = load;
        return server == null ? 0 : fact.applyAsInt(server);
    }

    private String bounded(String model) {
        String known = models.get(model);
        if (known != null) {
            return known;
        }
        // A race can add a few too many, which is as good a bound.
        return models.size() < MOST_MODELS ? models.computeIfAbsent(model, name -> name) : "other";
    }

    private Series open(Answering key) {
        return new Series(
                genAi.toFirstToken(key.route, key.model), vllm.toFirstToken(key.model), vllm.interToken(key.model));
    }

    private record Answering(Route route, String model) {}

    /** What a generation adds to while it runs, looked up once. */
    private record Series(DistributionDataPoint toFirst, DistributionDataPoint vllmToFirst, ChunkListener gaps) {}
}
