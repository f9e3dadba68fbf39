package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in the server's threads is told at the end. */
class FaultyServerCheckTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** What the server answers until it closes; the request says that the connection will not be used again. */
    private String answer() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /v1/models HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void nothingIsWrongWhenAllWentAsScripted() throws IOException {
        server.enqueue(ScriptedResponse.of(200, "text/plain", "yes"));
        assertThat(answer()).endsWith("yes");
        assertThatCode(server::check).doesNotThrowAnyException();
    }

    @Test
    void anAssertionInTheFunctionFailsTheTest() throws IOException {
        AssertionError failed = new AssertionError("the request must be a POST");
        server.answering(request -> {
            throw failed;
        });
        assertThat(answer()).contains("HTTP/1.1 500", "the request must be a POST");
        assertThatThrownBy(server::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the request must be a POST")
                .hasCause(failed);
    }

    @Test
    void everyFailureIsTold() throws IOException {
        server.answering(request -> {
            throw new IllegalStateException("number " + server.waitingRequests());
        });
        assertThat(answer()).contains("number 0");
        assertThat(answer()).contains("number 1");
        assertThatThrownBy(server::check)
                .hasMessageContaining("number 0")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    @SuppressWarnings("NullAway") // A function of someone who does not check.
    void aFunctionWithoutAResponseFailsTheTest() throws IOException {
        server.answering(request -> null);
        assertThat(answer()).contains("HTTP/1.1 500");
        assertThatThrownBy(server::check).hasMessageContaining("the function gave no response");
    }

    @Test
    void whatAHandlerThrowsFailsTheTestAndTheNextConnectionIsHandled() throws IOException {
        server.handle(2, connection -> {
            connection.read();
            connection.respond(200, "text/plain", "seen");
            throw new AssertionError("not as it should be");
        });
        assertThat(answer()).endsWith("seen");
        assertThat(answer()).endsWith("seen");
        assertThatThrownBy(server::check).hasMessageContaining("not as it should be");
    }

    @Test
    void aRequestThatNobodyScriptedFailsTheTest() throws IOException {
        server.enqueue();
        assertThat(answer()).contains("HTTP/1.1 501");
        assertThatThrownBy(server::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no response was scripted for 1 of the requests")
                .hasMessageContaining("GET /v1/models")
                .hasMessageContaining("allowUnscriptedRequests()");
        server.allowUnscriptedRequests().check();
    }

    @Test
    void aResponseThatNobodyAskedForFailsTheTest() {
        server.enqueue(ScriptedResponse.stream(), ScriptedResponse.stream());
        assertThatThrownBy(server::check).hasMessage("2 of the scripted responses were not asked for");
    }

    @Test
    void aRequestThatIsNotHttpFailsTheTest() throws IOException {
        server.enqueue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThatThrownBy(server::check).hasMessageContaining("the size of a request's body is no number: xyz");
    }
}
