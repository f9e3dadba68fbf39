package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not say an answer to its end: what came is shown, and the exit code and a line say that it is cut. */
class CutAnswerTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    private static final String WORDS = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"One, two\"},\"finish_reason\":null}]}\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"id\":\"c\",\"obj", ": keep-alive\n"})
    void aStreamThatStopsIsToldAsCut(String rest) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server, HEAD + WORDS + rest));
            Run run = new Run(ScriptedEngine.answering("x"));
            assertThat(run.nagare("chat", "--url", "http://127.0.0.1:" + server.getLocalPort() + "/v1", "hi"))
                    .isEqualTo(1);
            assertThat(run.out()).isEqualTo("One, two\n");
            assertThat(run.err()).startsWith("nagare: the answer was cut").hasLineCount(1);
            assertThat(run.opened()).isEmpty();
        }
    }

    @Test
    void anErrorInTheStreamIsTold() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String error = "data: {\"error\":{\"message\":\"The engine broke on purpose.\",\"type\":\"server_error\","
                    + "\"param\":null,\"code\":null}}\n\ndata: [DONE]\n\n";
            Thread.ofVirtual().start(() -> answerOnce(server, HEAD + WORDS + error));
            Run run = new Run(ScriptedEngine.answering("x"))
                    .with("OPENAI_BASE_URL", "http://127.0.0.1:" + server.getLocalPort() + "/v1");
            assertThat(run.nagare("chat", "hi")).isEqualTo(1);
            assertThat(run.out()).isEqualTo("One, two\n");
            assertThat(run.err()).contains("The engine broke on purpose.").hasLineCount(1);
        }
    }

    private static void answerOnce(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            // The body is read, too: a reset would take what was written away from the client.
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
