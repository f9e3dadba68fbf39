package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server writes, byte by byte, seen by a plain socket. */
@ExtendWith(FaultyServerExtension.class)
class FaultyServerTest {
    private static final String REQUEST =
            "POST /v1/x HTTP/1.1\r\nHost: h\r\nX-Name: value\r\nContent-Length: 2\r\n\r\n{}";

    private static Socket ask(FaultyServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Everything until the server closes. */
    private static String answer(FaultyServer server) throws IOException {
        try (Socket socket = ask(server)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String read(Socket socket, String until) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(until) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new AssertionError("the server closed after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    @Test
    void aStreamIsEventsInHttpChunksAndTheConnectionGoesOn(FaultyServer server) throws IOException {
        server.enqueue(
                ScriptedResponse.stream("{}"),
                ScriptedResponse.error(429, "slow down").header("Retry-After", "1"));
        try (Socket socket = ask(server)) {
            assertThat(read(socket, "0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 Scripted\r\ncontent-type: text/event-stream\r\n")
                    .endsWith("\r\n\r\n18\r\ndata: {}\n\ndata: [DONE]\n\n\r\n0\r\n\r\n");
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(read(socket, "\"test\"}}")).contains("HTTP/1.1 429", "Retry-After: 1\r\n", "slow down");
        }
        ReceivedRequest request = server.takeRequest();
        assertThat(request.address()).isEqualTo("/v1/x");
        assertThat(request.header("x-name")).contains("value");
        assertThat(request.header("x")).isEmpty();
        assertThat(request.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "NO_LAST_CHUNK", "SHORT_LENGTH"})
    void whatClosesSendsOnlyWhatComesBefore(Fault fault, FaultyServer server) throws IOException {
        server.enqueue(ScriptedResponse.events("data: 12\n\n").fault(fault, 5));
        String answer = answer(server);
        assertThat(answer).contains("data:").doesNotContain("data: 1").doesNotContain("0\r\n\r\n");
        assertThat(answer.contains("content-length: 11")).isEqualTo(fault == Fault.SHORT_LENGTH);
        assertThat(answer.contains("chunked")).isEqualTo(fault == Fault.NO_LAST_CHUNK);
    }

    @Test
    void aResetIsAReset(FaultyServer server) {
        server.enqueue(ScriptedResponse.events("").fault(Fault.RESET_BEFORE_HEADERS));
        assertThatThrownBy(() -> answer(server)).isInstanceOf(SocketException.class);
    }

    @Test
    void heartbeatsGoOnUntilTheClientGoes(FaultyServer server) throws IOException {
        server.enqueue(ScriptedResponse.events("data: 1\n\n").fault(Fault.HEARTBEATS));
        try (Socket socket = ask(server)) {
            assertThat(read(socket, ": keep-alive\n\r\nd\r\n: keep-alive\n")).contains("data: 1");
        }
    }

    @Test
    void aRequestTooManyIsAnError(FaultyServer server) throws IOException {
        server.allowUnscriptedRequests().enqueue(ScriptedResponse.stream());
        try (Socket socket = ask(server)) {
            read(socket, "0\r\n\r\n");
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(read(socket, "}}")).contains("HTTP/1.1 501");
        }
    }

    @Test
    void aFunctionSeesTheRequest(FaultyServer server) throws IOException {
        server.answering(request ->
                ScriptedResponse.of(200, "text/plain", request.address()).fault(Fault.CLOSE));
        assertThat(answer(server)).endsWith("\r\n\r\n/v1/x");
    }

    @Test
    void aFaultIsWithinTheBody() {
        ScriptedResponse response = ScriptedResponse.events("data");
        assertThatThrownBy(() -> response.fault(Fault.RESET, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> response.inPiecesOf(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyScenarioHasARightReading(Scenario scenario) {
        assertThat(scenario.response().body()).hasSizeLessThan(9 << 20);
        boolean hasText = !scenario.text().isEmpty();
        assertThat(hasText
                        || scenario.outcome() != Scenario.Outcome.COMPLETED
                        || scenario.name().contains("TOOL_CALL"))
                .isTrue();
    }
}
