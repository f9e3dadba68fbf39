package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** No more connections are taken than the process can open files. */
class DescriptorLimitTest {
    private static ServerConfig config(int connections) {
        return ServerConfig.builder().eventLoops(2).maxConnections(connections).build();
    }

    @Test
    void whereThereAreFilesEnoughTheConfigurationHolds() {
        DescriptorLimit limit = new DescriptorLimit(65_536);
        assertThat(limit.connections(config(10_000))).isEqualTo(10_000);
        assertThat(limit.problem(config(10_000))).isNull();
        assertThat(new DescriptorLimit(Long.MAX_VALUE).connections(config(Integer.MAX_VALUE)))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whereThereAreTooFewTheOthersComeFirst() {
        DescriptorLimit limit = new DescriptorLimit(256);
        assertThat(limit.connections(config(10_000))).isEqualTo(90);
        assertThat(limit.connections(config(90))).isEqualTo(90);
        ConfigProblem problem = Objects.requireNonNull(limit.problem(config(10_000)));
        assertThat(problem.component()).isEqualTo("maxConnections");
        assertThat(problem.message()).contains("of 10000 connections only 90 can be open", "only 256 files");
        assertThat(new DescriptorLimit(20).connections(config(10_000))).isEqualTo(1);
    }

    @Test
    void theProcessTells() {
        assertThat(DescriptorLimit.ofProcess().most()).isGreaterThan(20);
    }
}
