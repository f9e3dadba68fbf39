package dev.nagare.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.function.DoubleSupplier;

/**
 * Makes the metrics of one registry. None keeps exemplars: sampling them would cost each observation more than all the
 * rest, and nothing here has a trace to point to.
 */
final class Instruments {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    PrometheusRegistry registry() {
        return registry;
    }

    /** A histogram with classic buckets alone, which every server can read. */
    Histogram histogram(String name, String help, double[] upperBounds, Labels always, String... labels) {
        Histogram.Builder builder = Histogram.builder()
                .name(name)
                .help(help)
                .constLabels(always)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(upperBounds);
        builder.withoutExemplars();
        return builder.register(registry);
    }

    Counter counter(String name, String help, String... labels) {
        Counter.Builder builder = Counter.builder().name(name).help(help).labelNames(labels);
        builder.withoutExemplars();
        return builder.register(registry);
    }

    /** A counter whose value something else keeps. */
    void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(data -> data.call(value.getAsDouble()))
                .register(registry);
    }

    /** A gauge that is read when the metrics are; one that is not a number is left out. */
    void gauge(String name, String help, Labels always, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .constLabels(always)
                .callback(data -> {
                    double now = value.getAsDouble();
                    if (!Double.isNaN(now)) {
                        data.call(now);
                    }
                })
                .register(registry);
    }
}
