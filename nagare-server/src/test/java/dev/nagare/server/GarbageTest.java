package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come, the server answers with what it may answer, and goes on. */
@ExtendWith(NoLeaks.class)
class GarbageTest {
    private static final String[] WORDS = {
        "GET",
        "POST",
        "HEAD",
        " ",
        "/v1/chat/completions",
        "/health",
        "/v1/models/",
        "%",
        "%zz",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/9.9",
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "Host: x",
        "Content-Length: ",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "Expect: 100-continue",
        "0",
        "5",
        "ffffffffffffffff",
        ":",
        ";",
        "\u0000",
        "\u00ff",
        "{",
        "{\"model\":\"scripted\",",
        "\"messages\":[",
        "]}",
        "http://",
        "?",
        "*",
        "OPTIONS",
        "PRI * HTTP/2.0\r\n\r\nSM"
    };

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(ScriptedEngine.answering("Two"), config -> config.maxBodyBytes(4096));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theServerGoesOn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] request = random.nextInt(3) == 0 ? mutated(random) : words(random);
        try (RawClient client = server.connect()) {
            try {
                int at = 0;
                while (at < request.length) {
                    int size = Math.min(request.length - at, 1 + random.nextInt(request.length));
                    byte[] piece = new byte[size];
                    System.arraycopy(request, at, piece, 0, size);
                    client.send(piece);
                    at += size;
                }
                client.shutdownOutput();
            } catch (UncheckedIOException e) {
                // The server has had enough and closed.
            }
            String answers = new String(client.rest(), StandardCharsets.ISO_8859_1);
            if (!answers.isEmpty()) {
                assertThat(answers).startsWith("HTTP/1.1 ");
                assertThat(answers).doesNotContain("HTTP/1.1 500", "\tat ", "Exception");
            }
        }
        try (RawClient client = server.connect()) {
            assertThat(client.get("/health").response().status()).isEqualTo(200);
        }
    }

    private static byte[] words(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A good request with some bytes changed. */
    private static byte[] mutated(SplittableRandom random) {
        byte[] request =
                RawClient.postBytes(Bodies.CHAT, Bodies.chat("\"stream\":true")).getBytes(StandardCharsets.ISO_8859_1);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            request[random.nextInt(request.length)] = (byte) random.nextInt(256);
        }
        return request;
    }
}
