package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a server sends, a call ends in an answer or in one of our exceptions, and the two never disagree. */
class HostileStreamTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damagedBodies(long seed) {
        Random random = new Random(seed);
        byte[] body = Streams.two().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(6); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        run(body, random);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shuffledEvents(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            Streams.event(Streams.ROLE),
            Streams.event(Streams.content("Two")),
            Streams.event(Streams.content(1, "x")),
            Streams.event(Streams.FINISH),
            Streams.event(Streams.USAGE),
            Streams.DONE,
            "data: {}\n\n",
            "data:\n\n",
            ": c\n\n",
            "event: error\ndata: 1\n\n",
            "data: {\"choices\":null,\"usage\":null}\n\n",
            "data: {\"choices\":[{}]}\n\n"
        };
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            body.append(pieces[random.nextInt(pieces.length)]);
        }
        run(body.toString().getBytes(StandardCharsets.UTF_8), random);
    }

    private void run(byte[] body, Random random) {
        int split = random.nextInt(body.length + 1);
        server.handle(1, connection -> {
            connection.read();
            connection.beginLastEvents();
            connection.chunk(java.util.Arrays.copyOf(body, split));
            connection.chunk(java.util.Arrays.copyOfRange(body, split, body.length));
            connection.lastChunk();
        });
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            try {
                var answer = stream.completion();
                assertThat(stream.end().orElseThrow()).isInstanceOf(StreamEnd.Completed.class);
                assertThat(answer.choices())
                        .isNotEmpty()
                        .allSatisfy(choice -> assertThat(choice.finishReason()).isNotNull());
            } catch (NagareClientException e) {
                assertThat(stream.end().orElseThrow())
                        .isInstanceOfAny(StreamEnd.Failed.class, StreamEnd.Truncated.class);
                assertThat(e.getMessage()).hasSizeLessThan(1_200);
            }
        }
    }
}
