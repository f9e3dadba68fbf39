package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What those see who run a server: health, readiness, metrics, and a port of their own. */
@ExtendWith(NoLeaks.class)
class OperationsTest {
    private final Switched engine = new Switched();
    private final AtomicReference<ServerLoad> load = new AtomicReference<>();
    private final Recorded recorded = new Recorded();
    private final ServerListener listener = ServerListener.both(recorded, new ServerListener() {
        @Override
        public void serverStarts(ServerLoad started) {
            load.set(started);
        }
    });

    private @Nullable NagareServer server;

    private NagareServer start(int metricsPort, @Nullable MetricsPage page) {
        ServerConfig config = ServerConfig.builder()
                .port(0)
                .metricsPort(metricsPort)
                .eventLoops(1)
                .maxConnections(1)
                .drainFor(Duration.ofSeconds(60))
                .build();
        NagareServer started = NagareServer.start(config, engine, listener, page);
        server = started;
        return started;
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void readinessIsTheEnginesAndTheServers() {
        try (RawClient client =
                RawClient.connect(start(ServerConfig.NO_METRICS_PORT, null).port())) {
            RawResponse ready = client.get("/ready").response();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.text()).isEqualTo("{\"status\":\"ready\"}");
            engine.ready = false;
            RawResponse not = client.get("/ready").response();
            assertThat(not.status()).isEqualTo(503);
            assertThat(not.text()).isEqualTo("{\"status\":\"engine not ready\"}");
            assertThat(client.get("/health").response().status()).as("it lives").isEqualTo(200);
        }
    }

    @Test
    void metricsAreShownInTheFormThatIsAskedFor() {
        MetricsPage page = accept ->
                new Exposition("text/plain; version=0.0.4", ("# " + accept).getBytes(StandardCharsets.US_ASCII));
        try (RawClient client =
                RawClient.connect(start(ServerConfig.NO_METRICS_PORT, page).port())) {
            RawResponse response = client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: a/b\r\n\r\n")
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-type")).isEqualTo("text/plain; version=0.0.4");
            assertThat(response.text()).isEqualTo("# a/b");
            assertThat(client.get("/metrics").response().text()).isEqualTo("# null");
        }
    }

    @Test
    void metricsDoNotWaitForBodiesAndNeitherIsTakenForTheOther() throws InterruptedException {
        NagareServer started = start(ServerConfig.NO_METRICS_PORT, _ -> new Exposition("text/plain", new byte[] {'1'}));
        ServerState state = (ServerState) started.load();
        CountDownLatch over = new CountDownLatch(1);
        try (RawClient client = RawClient.connect(started.port())) {
            int bodies = fill(state.decoders(), over);
            assertThat(client.get("/metrics").response().text()).isEqualTo("1");
            assertThat(recorded.next().reason()).isNull();
            RawResponse body = client.post(Bodies.CHAT, Bodies.chat("\"user\":\"" + "u".repeat(100_000) + "\""))
                    .response();
            assertThat(body.status()).isEqualTo(429);
            assertThat(recorded.next().reason()).isEqualTo(ErrorReason.DECODING_FULL);
            int scrapes = fill(state.scrapers(), over);
            RawResponse scrape = client.get("/metrics").response();
            assertThat(scrape.status()).isEqualTo(503);
            assertThat(scrape.header("retry-after")).isEqualTo("1");
            assertThat(recorded.next().reason()).isEqualTo(ErrorReason.SCRAPES_FULL);
            assertThat(bodies).isEqualTo(33);
            assertThat(scrapes).isEqualTo(17);
        } finally {
            over.countDown();
        }
    }

    /** Takes every place of an executor until something is over; how many there are. */
    private static int fill(Executor executor, CountDownLatch over) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Runnable waiting = () -> {
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        executor.execute(waiting);
        begun.await();
        for (int places = 1; ; places++) {
            try {
                executor.execute(waiting);
            } catch (RejectedExecutionException e) {
                return places;
            }
        }
    }

    @Test
    void metricsThatFailAreA500AndMissingOnesA404() {
        MetricsPage page = _ -> {
            throw new IllegalStateException("on purpose");
        };
        try (RawClient client =
                RawClient.connect(start(ServerConfig.NO_METRICS_PORT, page).port())) {
            RawResponse response = client.get("/metrics").response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).doesNotContain("on purpose");
        }
        close();
        try (RawClient client =
                RawClient.connect(start(ServerConfig.NO_METRICS_PORT, null).port())) {
            assertThat(client.get("/metrics").response().status()).isEqualTo(404);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere loopback has one address")
    void aPortOfTheirOwnMayBeAtAnAddressOfItsOwn() throws IOException {
        ServerConfig.Builder config =
                ServerConfig.builder().port(0).metricsPort(0).eventLoops(1).metricsHost("127.0.0.2");
        NagareServer started = NagareServer.start(config.build(), engine);
        server = started;
        try (Socket there = new Socket(InetAddress.ofLiteral("127.0.0.2"), started.metricsPort())) {
            assertThat(there.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), started.metricsPort()).close())
                .isInstanceOf(ConnectException.class);
        assertThat(NagareServer.check(config.metricsHost("no such.invalid").build()))
                .extracting(ConfigProblem::component)
                .containsExactly("metricsHost");
    }

    @Test
    void aPortOfTheirOwnIsForNothingElse() {
        NagareServer both = start(0, _ -> new Exposition("text/plain", new byte[] {'1'}));
        assertThat(both.metricsPort()).isNotEqualTo(both.port());
        try (RawClient inside = RawClient.connect(both.metricsPort());
                RawClient alsoInside = RawClient.connect(both.metricsPort());
                RawClient outside = RawClient.connect(both.port())) {
            for (String path : new String[] {"/health", "/ready", "/metrics"}) {
                assertThat(inside.get(path).response().status()).isEqualTo(200);
                assertThat(outside.get(path).response().status()).isEqualTo(404);
            }
            assertThat(inside.post(Bodies.CHAT, Bodies.chat()).response().status())
                    .isEqualTo(404);
            assertThat(alsoInside.get("/health").response().status())
                    .as("not counted among the connections")
                    .isEqualTo(200);
            assertThat(load.get().connections()).isEqualTo(1);
            outside.post(Bodies.CHAT, Bodies.chat());
            engine.scripted.next().complete();
            assertThat(outside.response().status()).isEqualTo(200);
        }
    }

    @Test
    void whileItDrainsItLivesAndIsNotReady() throws InterruptedException {
        NagareServer draining = start(0, null);
        try (RawClient client = RawClient.connect(draining.port())) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = engine.scripted.next();
            assertThat(load.get().running()).isEqualTo(1);
            assertThat(load.get().accepting()).isTrue();
            Thread closing = new Thread(draining::close);
            closing.start();
            while (load.get().accepting()) {
                Thread.onSpinWait();
            }
            try (RawClient probe = RawClient.connect(draining.metricsPort())) {
                assertThat(probe.get("/ready").response().status()).isEqualTo(503);
            }
            try (RawClient probe = RawClient.connect(draining.metricsPort())) {
                assertThat(probe.get("/health").response().status()).isEqualTo(200);
            }
            generation.complete();
            assertThat(client.response().events()).last().isEqualTo("[DONE]");
            closing.join();
        }
    }

    /** The scripted engine with a switch for its readiness. */
    private static final class Switched implements CompletionEngine {
        final ScriptedEngine scripted = ScriptedEngine.manual();
        volatile boolean ready = true;

        @Override
        public List<Model> models() {
            return scripted.models();
        }

        @Override
        public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
            return scripted.chat(request, sink);
        }

        @Override
        public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
            return scripted.complete(request, sink);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void close() {
            scripted.close();
        }
    }
}
