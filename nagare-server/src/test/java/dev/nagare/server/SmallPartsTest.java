package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.ScriptedEngine;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that need no socket. */
class SmallPartsTest {
    @Test
    void theDefaultsAreWithinTheirRanges() {
        ServerConfig config = ServerConfig.defaults();
        assertThat(config.maxBodyBytes()).isEqualTo(16 << 20);
        assertThat(config.stallTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.host()).isEqualTo("127.0.0.1");
    }

    @Test
    void aConfigurationOutOfRangeSaysWhich() {
        assertThatThrownBy(() -> ServerConfig.builder().port(65_536).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port is 65536; it must be from 0 to 65535");
        assertThatThrownBy(() -> ServerConfig.builder().writeWaterBytes(2, 1).build())
                .hasMessageContaining("writeHighWaterBytes is 1");
        assertThatThrownBy(
                        () -> ServerConfig.builder().idleTimeout(Duration.ZERO).build())
                .hasMessageContaining("idleTimeout is PT0S");
        assertThatThrownBy(() ->
                        ServerConfig.builder().maxBodyBytes(2).maxBodiesBytes(1).build())
                .hasMessage("maxBodiesBytes is 1; it must be at least maxBodyBytes, which is 2");
        assertThatThrownBy(() ->
                        ServerConfig.builder().drainFor(Duration.ofSeconds(-1)).build())
                .hasMessageContaining("drainFor");
    }

    @Test
    void allBodiesTogetherAreAQuarterOfTheHeapAndAtLeastOne() {
        assertThat(ServerConfig.defaults().maxBodiesBytes())
                .isBetween(16L << 20, Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4));
        ServerConfig large = ServerConfig.builder().maxBodyBytes(1 << 30).build();
        assertThat(large.maxBodiesBytes()).isGreaterThanOrEqualTo(1 << 30);
    }

    @ParameterizedTest
    @CsvSource({
        "/health, HEALTH",
        "/v1/models, MODELS",
        "/v1/models/, NONE",
        "/v1/models/a/b, MODEL",
        "/v1/completions/, NONE",
        "/V1/completions, NONE",
        "'', NONE",
    })
    void aPathHasOneRoute(String path, Route route) {
        assertThat(Route.of(path)).isEqualTo(route);
    }

    @Test
    void aBodyGrowsWithWhatComesUpToItsLimit() {
        BodyBuffer body = new BodyBuffer(3_000);
        assertThat(body.append(Unpooled.wrappedBuffer(new byte[2_999]))).isTrue();
        assertThat(body.append(Unpooled.wrappedBuffer(new byte[2]))).isFalse();
        assertThat(body.append(Unpooled.wrappedBuffer(new byte[] {7}))).isTrue();
        assertThat(body.append(Unpooled.EMPTY_BUFFER)).isTrue();
        assertThat(body.toByteArray()).hasSize(3_000).endsWith(7);
    }

    @Test
    void aGaugeKnowsItsMostAndItsNone() {
        Gauge gauge = new Gauge();
        assertThat(gauge.awaitNone(Duration.ZERO)).isTrue();
        assertThat(gauge.tryIncrement(1)).isTrue();
        assertThat(gauge.tryIncrement(1)).isFalse();
        assertThat(gauge.awaitNone(Duration.ofMillis(1))).isFalse();
        gauge.decrement();
        assertThat(gauge.count()).isZero();
        assertThat(gauge.awaitNone(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aStreamsFirstFrameHasAllOfTheTime() {
        long now = Duration.ofHours(1).toNanos();
        Surroundings system = Surroundings.system();
        Surroundings frozen = new Surroundings(() -> now, system.clock(), system.random());
        ServerConfig config =
                ServerConfig.builder().stallTimeout(Duration.ofSeconds(5)).build();
        EmbeddedChannel channel = new EmbeddedChannel();
        try (ScriptedEngine engine = ScriptedEngine.manual()) {
            ServerState server = new ServerState(
                    config,
                    engine,
                    null,
                    ServerListener.NONE,
                    null,
                    frozen,
                    Runnable::run,
                    Runnable::run,
                    new Rates(0, 0, frozen.nanoTime()),
                    null);
            LoopState loop = new LoopState(server, channel.eventLoop(), system.random());
            Http2Responder responder = new Http2Responder(channel, loop);
            responder.write(200, EmptyHttpHeaders.INSTANCE);
            assertThat(responder.isStalled(now)).isFalse();
            assertThat(responder.isStalled(now + config.stallTimeout().toNanos()))
                    .isTrue();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "ä", "x\"y", ""})
    void aRequestIdThatIsNoPlainWordIsReplaced(String id) {
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"));
                RawClient client = server.connect()) {
            client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n");
            assertThat(client.response().header("x-request-id")).matches("req_[0-9a-f]{32}");
            client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + "i".repeat(128) + "\r\n\r\n");
            assertThat(client.response().header("x-request-id")).isEqualTo("i".repeat(128));
            client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + "i".repeat(129) + "\r\n\r\n");
            assertThat(client.response().header("x-request-id")).startsWith("req_");
        }
    }
}
