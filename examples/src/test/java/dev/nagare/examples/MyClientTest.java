package dev.nagare.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FaultyServerExtension.class)
class MyClientTest {
    @Test
    void aCutAnswerIsNoAnswer(FaultyServer server) {
        server.enqueue(Scenario.CUT_CLEANLY.response());
        assertThrows(MyException.class, () -> new MyClient(server.url()).ask("What's 1+1?"));
        assertEquals("/v1/chat/completions", server.takeRequest().address());
    }
}
