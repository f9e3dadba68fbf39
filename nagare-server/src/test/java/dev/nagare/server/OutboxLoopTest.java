package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many streams share few loops: each gets all of its own and nothing of another's. */
@ExtendWith(NoLeaks.class)
class OutboxLoopTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void manyStreamsAtATime(int eventLoops) {
        int streams = 60;
        try (TestServer server = TestServer.start(ScriptedEngine.manual(), config -> config.eventLoops(eventLoops))) {
            List<RawClient> clients = new ArrayList<>();
            List<ScriptedGeneration> generations = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                clients.add(server.connect().post(Bodies.COMPLETIONS, Bodies.completion("\"stream\":true")));
                generations.add(server.engine.next());
            }
            for (int token = 0; token < 50; token++) {
                for (int i = 0; i < streams; i++) {
                    generations.get(i).text(i + "/" + token + " ");
                }
            }
            generations.forEach(ScriptedGeneration::complete);
            for (int i = 0; i < streams; i++) {
                List<String> events = clients.get(i).response().events();
                assertThat(events).hasSize(52);
                for (int token = 0; token < 50; token++) {
                    assertThat(events.get(token)).contains("\"text\":\"" + i + "/" + token + " \"");
                }
                clients.get(i).close();
                assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.COMPLETED);
            }
        }
    }

    @Test
    void manyTokensInOneDrainLeaveInFewFrames() {
        // Room for all of it, so that nothing has to be joined, however slowly it is read.
        try (TestServer server = TestServer.start(
                        ScriptedEngine.playing(generation -> {
                            for (int i = 0; i < 5_000; i++) {
                                generation.text("t");
                            }
                        }),
                        config -> config.writeWaterBytes(1 << 20, 4 << 20));
                RawClient client = server.connect()) {
            RawResponse response = client.post(Bodies.COMPLETIONS, Bodies.completion("\"stream\":true"))
                    .response();
            assertThat(response.events()).hasSize(5_002);
            assertThat(response.chunks()).hasSizeLessThan(5_002);
        }
    }
}
