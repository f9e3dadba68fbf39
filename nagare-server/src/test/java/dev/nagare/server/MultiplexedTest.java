package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2: many requests on one connection, each a world of its own. */
@ExtendWith(NoLeaks.class)
class MultiplexedTest {
    private static final int WINDOW = 16 << 10;
    private static final String PIECE = "0123456789abcdef".repeat(16);

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    private TestServer server;
    private Http2Client client;

    @BeforeAll
    static void make() {
        certificate = TestCertificate.make(folder, "EC");
    }

    @BeforeEach
    void connect() {
        server = TestServer.timeless(
                ScriptedEngine.manual(),
                config -> config.tls(certificate.cert(), certificate.key())
                        .maxRunning(4)
                        .maxStreams(8)
                        .maxBodyBytes(4_000)
                        .writeWaterBytes(8 << 10, 16 << 10)
                        .outboxBytes(32 << 10)
                        .idleTimeout(Duration.ofDays(1))
                        .bodyTimeout(Duration.ofDays(1))
                        .stallTimeout(Duration.ofDays(1))
                        .queueTimeout(Duration.ofDays(2))
                        .drainFor(Duration.ofSeconds(60)));
        client = new Http2Client(server.server.port(), certificate.cert(), WINDOW);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private ScriptedGeneration stalled() {
        ScriptedGeneration generation = server.engine.next();
        for (int tokens = 0; !generation.isPaused(); tokens++) {
            assertThat(tokens)
                    .as("a reader that does not read must pause the engine")
                    .isLessThan(200_000);
            generation.text(PIECE);
        }
        return generation;
    }

    @Test
    void requestsOfOneConnectionAreAnsweredSideBySide() {
        Http2Client.Stream first = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"), "x-request-id", "one");
        ScriptedGeneration one = server.engine.next();
        Http2Client.Stream second = client.post(Bodies.COMPLETIONS, Bodies.completion("\"stream\":true"));
        ScriptedGeneration two = server.engine.next();
        two.text("second");
        second.awaitText("second");
        one.text("first");
        first.awaitText("first");
        assertThat(client.get("/health").status()).isEqualTo(200);
        two.complete();
        assertThat(second.awaitEnd()).endsWith("data: [DONE]\n\n");
        one.complete();
        assertThat(RawResponse.events(first.awaitEnd())).hasSize(4);
        assertThat(first.header("x-request-id")).isEqualTo("one");
        assertThat(first.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(first.head().names()).noneMatch(name -> name.toString().matches("connection|transfer-encoding"));
        assertThat(server.server.load().connections()).isEqualTo(1);
    }

    @Test
    void aResetFreesThePlaceQueuedOrRunning() {
        List<Http2Client.Stream> streams = new ArrayList<>();
        List<ScriptedGeneration> generations = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            streams.add(client.post(Bodies.CHAT, Bodies.chat("\"stream\":" + (i % 2 == 0))));
            generations.add(server.engine.next());
        }
        Http2Client.Stream queued = client.post(Bodies.CHAT, Bodies.chat());
        while (server.server.load().waiting() == 0) {
            Thread.onSpinWait();
        }
        queued.reset();
        RequestEnded left = server.recorded.next();
        assertThat(left.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
        assertThat(server.server.load().waiting()).isZero();
        for (int i = 0; i < 4; i++) {
            streams.get(i).reset();
            generations.get(i).awaitCancelled();
            RequestEnded event = server.recorded.next();
            assertThat(event.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(event.usage()).isNotNull();
        }
        assertThat(server.server.load().running()).isZero();
        assertThat(client.get("/health").status()).as("the connection goes on").isEqualTo(200);
    }

    @Test
    void aConnectionThatEndsCancelsAllOfItsStreams() {
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration one = server.engine.next();
        client.post(Bodies.CHAT, Bodies.chat());
        ScriptedGeneration two = server.engine.next();
        client.close();
        one.awaitCancelled();
        two.awaitCancelled();
        assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
        assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
    }

    @Test
    void aReaderThatDoesNotReadPausesItsOwnGenerationAlone() {
        Http2Client.Stream slow = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        slow.reads(false);
        ScriptedGeneration stuck = stalled();
        Http2Client.Stream quick = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration free = server.engine.next();
        free.text("Two");
        free.complete();
        assertThat(quick.awaitEnd()).endsWith("data: [DONE]\n\n");
        slow.reads(true);
        stuck.awaitResumed();
        stuck.complete();
        assertThat(slow.awaitEnd()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aReaderThatAcceptsNothingForTooLongIsEndedAlone() {
        Http2Client.Stream slow = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        slow.reads(false);
        ScriptedGeneration stuck = stalled();
        Http2Client.Stream other = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration free = server.engine.next();
        free.text("Two");
        other.awaitText("Two");
        // The stall is seen first, and is too long later: the clock moves until it is.
        while (!stuck.isCancelled()) {
            server.pass(Duration.ofHours(13));
            assertThat(client.get("/health").status()).isEqualTo(200);
        }
        RequestEnded event = server.recorded.next();
        while (event.route() == Route.HEALTH) {
            event = server.recorded.next();
        }
        assertThat(event.outcome()).isEqualTo(RequestOutcome.STALLED);
        assertThat(event.reason()).isEqualTo(ErrorReason.READER_STALLED);
        assertThat(event.usage()).isEqualTo(stuck.usage());
        free.text("more");
        other.awaitText("more");
    }

    /** A whole answer is one frame: whether its reader moves shows only in the bytes of it that are through. */
    @Test
    void aReaderThatTakesALittleNowAndThenIsNotStalled() {
        try (TestServer patient = TestServer.timeless(
                        ScriptedEngine.manual(),
                        config -> config.tls(certificate.cert(), certificate.key())
                                .idleTimeout(Duration.ofDays(1))
                                .bodyTimeout(Duration.ofDays(1))
                                .commitAfter(Duration.ZERO)
                                .heartbeatEvery(Duration.ofSeconds(15))
                                .stallTimeout(Duration.ofSeconds(60)));
                Http2Client other = new Http2Client(patient.server.port(), certificate.cert(), 1_024)) {
            Http2Client.Stream slow = other.post(Bodies.CHAT, Bodies.chat());
            ScriptedGeneration generation = patient.engine.next();
            // Its heartbeats show that the watch has looked at every stream before it.
            Http2Client.Stream witness = other.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            patient.engine.next();
            while (!witness.hasText()) {
                patient.pass(Duration.ofSeconds(16));
                assertThat(other.get("/health").status()).isEqualTo(200);
            }
            slow.reads(false);
            generation.text("0123456789abcdef".repeat(4_096));
            generation.complete();
            for (int i = 0; i < 8; i++) {
                int before = slow.length();
                slow.readWhatHasCome();
                slow.awaitMoreThan(before);
                assertThat(other.get("/health").status())
                        .as("what has been read is known")
                        .isEqualTo(200);
                int beats = witness.length();
                patient.pass(Duration.ofSeconds(40));
                witness.awaitMoreThan(beats);
            }
            assertThat(slow.length()).as("most is still to come").isLessThan(32 << 10);
            slow.reads(true);
            assertThat(slow.awaitEnd()).contains("0123456789abcdef").endsWith("}");
        }
    }

    /** Nothing more of it is kept, though the server has said all that it had to say. */
    @Test
    void aReaderThatTakesNothingOfAWholeAnswerIsResetAlone() {
        Http2Client.Stream slow = client.post(Bodies.CHAT, Bodies.chat());
        ScriptedGeneration generation = server.engine.next();
        slow.reads(false);
        generation.text("0123456789abcdef".repeat(4_096));
        generation.complete();
        Http2Client.Stream other = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration free = server.engine.next();
        while (!slow.isReset()) {
            server.pass(Duration.ofHours(13));
            assertThat(client.get("/health").status()).isEqualTo(200);
        }
        assertThat(slow.awaitReset()).isEqualTo(Http2Error.CANCEL.code());
        free.text("Two");
        other.awaitText("Two");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItHasCome() {
        Http2Client.Stream stream = client.open("POST", Bodies.CHAT, false);
        stream.data("x".repeat(4_001), false);
        assertThat(stream.status()).isEqualTo(413);
        assertThat(stream.awaitEnd()).contains("4000 bytes");
        assertThat(stream.awaitReset()).isEqualTo(Http2Error.NO_ERROR.code());
        assertThat(client.get("/health").status()).isEqualTo(200);
    }

    @Test
    void headsAreReadAsThoseOfTheOlderVersion() {
        Http2Client.Stream head = client.open("HEAD", "/health?x=1", true);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.awaitEnd()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo("15");
        assertThat(client.open("DELETE", Bodies.CHAT, true).status()).isEqualTo(405);
        assertThat(client.post(Bodies.CHAT, "{", "content-encoding", "gzip").status())
                .isEqualTo(415);
        assertThat(client.post("/nowhere", "{}").status()).isEqualTo(404);
        Http2Client.Stream expecting =
                client.open("POST", Bodies.CHAT, false, "expect", "100-continue", "content-length", "2");
        assertThat(expecting.status()).isEqualTo(100);
        expecting.data("{}", true);
        expecting.awaitText("you must provide a model parameter");
        assertThat(expecting.status()).isEqualTo(400);
    }

    @Test
    void aSilentStreamShowsThatItLives() {
        Http2Client.Stream stream = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration generation = server.engine.next();
        server.pass(Duration.ofSeconds(2));
        assertThat(stream.status()).isEqualTo(200);
        server.pass(Duration.ofSeconds(1));
        assertThat(client.get("/health").status()).isEqualTo(200);
        while (generation.usage().completionTokens() == 0) {
            server.pass(Duration.ofSeconds(16));
            if (client.get("/health").status() == 200 && server.recorded.next() != null && stream.hasText()) {
                generation.text("Two");
            }
        }
        assertThat(stream.awaitText("Two")).startsWith(": keep-alive\n");
    }

    @Test
    void closingLetsStreamsEndAndSaysThatNoMoreAreTaken() throws InterruptedException {
        Http2Client.Stream stream = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration generation = server.engine.next();
        generation.text("Two");
        stream.awaitText("Two");
        Thread closing = new Thread(server.server::close);
        closing.start();
        client.awaitGoAway();
        generation.text(".");
        generation.complete();
        assertThat(RawResponse.events(stream.awaitEnd())).hasSize(5).noneMatch(event -> event.contains("error"));
        client.awaitClosed();
        closing.join();
    }

    @Test
    void whoOpensStreamsOnlyToResetThemIsCutOff() {
        int resets = 0;
        while (client.isOpen()) {
            try {
                client.open("POST", Bodies.CHAT, false).reset();
            } catch (Exception | AssertionError e) {
                // The connection has just been closed.
                break;
            }
            resets++;
            assertThat(resets).as("8 streams may be open, each reset 4 times").isLessThan(2_000);
        }
        client.awaitClosed();
        assertThat(resets).isGreaterThan(32);
    }
}
