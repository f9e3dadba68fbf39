package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies of requests, by their length and in HTTP chunks. */
@ExtendWith(FaultyServerExtension.class)
class RequestBodyTest {
    private static final ReceivedRequest CHUNKED =
            new ReceivedRequest("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n", "");

    private static String read(ReceivedRequest head, String bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8));
        String body = new String(RequestBody.read(head, in), StandardCharsets.UTF_8);
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("NEXT");
        return body;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0~~NEXT|``",
                "1~{~1~}~0~~NEXT|{}",
                "0002;a=b~{}~0;last~X-Sum: 1~Y: 2~~NEXT|{}",
                "B~{'a':'~0'}~00~~NEXT|{'a':'~0'}"
            })
    void chunksAreJoinedAndWhatFollowsIsLeft(String bytes, String body) throws IOException {
        assertThat(read(CHUNKED, bytes.replace("~", "\r\n"))).isEqualTo(body.replace("~", "\r\n"));
    }

    @Test
    void withoutLengthThereIsNoBody() throws IOException {
        assertThat(read(new ReceivedRequest("GET / HTTP/1.1\r\n\r\n", ""), "NEXT"))
                .isEmpty();
    }

    @Test
    void theLengthCountsBytes() throws IOException {
        assertThat(read(new ReceivedRequest("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n", ""), "éNEXT"))
                .isEqualTo("é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|no number",
                "+1|no number",
                "x|no number",
                "67108865|larger than",
                "99999999999999999999|larger than"
            })
    void aLengthThatIsNoneIsRefused(String length, String problem) {
        ReceivedRequest head = new ReceivedRequest("POST / HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n", "");
        assertThatThrownBy(() -> read(head, "NEXT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x~|no number",
                "~|no number",
                "4000001~|larger than",
                "2~{}|ended",
                "2~{}x~|longer than it says",
                "2|ended",
                "1~{~3ffffff~|ended",
                "1~{~4000000~|larger than"
            })
    void chunksThatAreNoneAreRefused(String bytes, String problem) {
        assertThatThrownBy(() -> read(CHUNKED, bytes.replace("~", "\r\n"))).hasMessageContaining(problem);
        assertThatThrownBy(() -> read(CHUNKED, "2\n{}")).hasMessageContaining("CRLF");
        assertThatThrownBy(() -> read(CHUNKED, "1".repeat(9_000))).hasMessageContaining("longer than 8192");
    }

    @Test
    void anotherCodingIsRefused() {
        assertThatThrownBy(() ->
                        read(new ReceivedRequest("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", ""), "NEXT"))
                .hasMessageContaining("gzip");
    }

    @Test
    void aBodyThatIsCutIsNoBody() {
        assertThatThrownBy(() -> read(new ReceivedRequest("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n", ""), "NEXT"))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void twoRequestsInChunksOnOneConnectionAreTwo(FaultyServer server) throws IOException {
        server.enqueue(ScriptedResponse.of(200, "text/plain", "one"), ScriptedResponse.of(200, "text/plain", "two"));
        String head = "POST /v1/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        String request = head + "6\r\n{\"a\":1\r\n1\r\n}\r\n0\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((request + request).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("one", "two")
                    .doesNotContain("501");
        }
        assertThat(server.takeRequest().body()).isEqualTo("{\"a\":1}");
        assertThat(server.takeRequest().body()).isEqualTo("{\"a\":1}");
        assertThat(server.waitingRequests()).isZero();
    }
}
