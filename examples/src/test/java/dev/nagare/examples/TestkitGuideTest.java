package dev.nagare.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.Http2Server;
import dev.nagare.testkit.Scenario;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The snippets of the test kit's guide are compiled, and do what the guide says. */
@ExtendWith(FaultyServerExtension.class)
class TestkitGuideTest {
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "nagare", "examples");

    @Test
    void everySnippetOfTheGuideIsCompiled() throws IOException {
        assertThat(Guide.compiledSnippets(
                        "testkit.md", TESTS.resolve("MyClientTest.java"), TESTS.resolve("TestkitGuideTest.java")))
                .hasSize(8);
    }

    @Test
    void answersInOrder(FaultyServer server) {
        MyClient client = new MyClient(server.url());
        server.enqueue(ScriptedResponse.error(429, "slow down").header("Retry-After", "0"), Scenario.LF.response());
        assertEquals(Scenario.TEXT, client.ask("What's 1+1?"));
    }

    @Test
    void aFunctionAnswers(FaultyServer server) {
        server.answering(request -> request.header("Authorization").isPresent()
                ? Scenario.LF.response()
                : ScriptedResponse.error(401, "who?"));
        assertEquals(Scenario.TEXT, new MyClient(server.url()).ask("What's 1+1?"));
        assertEquals(Scenario.TEXT, new MyClient(server.url()).ask("What's 1+1?"));
        assertThat(server.waitingRequests()).isEqualTo(2);
    }

    @Test
    void everyByteByHand(FaultyServer server) {
        MyClient client = new MyClient(server.url());
        try (var stream = client.begin("What's 1+1?")) {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk("data: {\"choices\":[{\"delta\":{\"content\":\"Tw\"}}]}\n\n");
            client.cancel();
            connection.awaitGone();
            assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        }
    }

    @Test
    void aFaultAfterSomeBytes(FaultyServer server) {
        String recorded = Scenario.LF.body();
        server.enqueue(ScriptedResponse.events(recorded)
                .fault(Fault.NO_LAST_CHUNK, 120)
                .inPiecesOf(1));
        server.enqueue(Scenario.LF.response());
        // No event had come, so it was tried again.
        assertEquals(Scenario.TEXT, new MyClient(server.url()).ask("What's 1+1?"));
    }

    @ParameterizedTest
    @EnumSource
    void everyWayOfServers(Scenario scenario, FaultyServer server) {
        // Every request, since a client may try again what may pass.
        server.answering(request -> scenario.response());
        MyClient client = new MyClient(server.url());
        if (scenario.outcome() == Scenario.Outcome.COMPLETED) {
            assertEquals(scenario.text(), client.ask("What's 1+1?"));
        } else {
            assertThrows(MyException.class, () -> client.ask("What's 1+1?"));
        }
    }

    @Test
    void overHttp2() {
        try (Http2Server server = Http2Server.start()) {
            MyClient client = new MyClient(server.url());
            try (var stream = client.begin("What's 1+1?")) {
                Http2Server.Exchange exchange = server.next();
                exchange.beginEvents().data("data: {\"choices\":[{\"delta\":{\"content\":\"Tw\"}}]}\n\n");
                client.cancel();
                exchange.awaitGone();
                assertThat(stream.end()).contains(new StreamEnd.Cancelled());
            }
        }
    }

    @Test
    void anEngineUnderARealServer() {
        try (ScriptedEngine engine = ScriptedEngine.answering("Two", ".");
                NagareServer server =
                        NagareServer.start(ServerConfig.builder().port(0).build(), engine)) {
            String url = "http://127.0.0.1:" + server.port() + "/v1";
            assertEquals("Two.", new MyClient(url).ask("What's 1+1?"));
        }
    }
}
