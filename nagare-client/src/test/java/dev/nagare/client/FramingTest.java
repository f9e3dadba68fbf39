package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One answer in every form in which a server may put it on the wire, in pieces of several sizes. */
class FramingTest {
    private static final String WORD = Streams.content("Zwei ");
    private static final String WIDE = Streams.content("二😀");
    private static final String PLAIN = Streams.event(Streams.ROLE)
            + Streams.event(WORD)
            + Streams.event(WIDE)
            + Streams.event(Streams.FINISH)
            + Streams.event(Streams.USAGE)
            + Streams.DONE;

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> forms() {
        Map<String, String> forms = new TreeMap<>();
        forms.put("line feeds", PLAIN);
        forms.put("carriage returns and line feeds", PLAIN.replace("\n", "\r\n"));
        forms.put("carriage returns", PLAIN.replace("\n", "\r"));
        forms.put("a byte order mark", "\uFEFF" + PLAIN);
        forms.put("no space after the colon", PLAIN.replace("data: {", "data:{"));
        forms.put("comments glued to data", PLAIN.replace("data: ", ": keep-alive\ndata: "));
        forms.put("comments of their own", PLAIN.replace("data: ", ": keep-alive\n\ndata: "));
        forms.put("other fields before data", PLAIN.replace("data: ", "id: 7\nevent: message\nretry: 10\ndata: "));
        forms.put("another type of event", PLAIN.replace("data: {", "event: completion.chunk\ndata: {"));
        forms.put(
                "unknown fields and fields without a colon", PLAIN.replace("data: ", "data\nfoo: bar\nbaz\n\ndata: "));
        forms.put("a chunk over several lines", PLAIN.replace(",\"choices\"", ",\ndata: \"choices\""));
        forms.put("no empty line after [DONE]", PLAIN.substring(0, PLAIN.length() - 1));
        forms.put("nothing after [DONE]", PLAIN.substring(0, PLAIN.length() - 2));
        forms.put("something after [DONE]", PLAIN + "data: {\"error\":{\"message\":\"late\"}}\n\n");
        forms.put("no [DONE]", PLAIN.replace(Streams.DONE, ""));
        forms.put(
                "no [DONE], no last empty line", PLAIN.replace(Streams.DONE, "").stripTrailing());
        return forms.entrySet().stream()
                .flatMap(form ->
                        Stream.of(0, 1, 2, 3, 7).map(size -> Arguments.of(form.getKey(), size, form.getValue())));
    }

    @ParameterizedTest(name = "{0}, in pieces of {1}")
    @MethodSource("forms")
    void everyFormIsTheSameAnswer(String name, int size, String body) {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            int step = size == 0 ? bytes.length : size;
            StringBuilder http = new StringBuilder();
            for (int at = 0; at < bytes.length; at += step) {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
                http.append(Integer.toHexString(piece.length))
                        .append("\r\n")
                        .append(new String(piece, StandardCharsets.ISO_8859_1))
                        .append("\r\n");
            }
            connection
                    .write(http.toString().getBytes(StandardCharsets.ISO_8859_1))
                    .lastChunk();
        });
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).isEqualTo(List.of("Zwei ", "二😀"));
            assertThat(stream.completion().choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(stream.usage()).contains(Usage.of(18, 2));
            assertThat(stream.end()).contains(new StreamEnd.Completed(!name.startsWith("no [DONE]")));
        }
    }
}
