package dev.nagare.wire.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.wire.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 9.2.6 of the WHATWG HTML standard, each input whole and in pieces of 1, 2, 3 and 7 bytes. */
class SseDecoderTest {
    private static final int[] PIECES = {Integer.MAX_VALUE, 1, 2, 3, 7};

    static Stream<Arguments> streams() {
        return Stream.of(
                input("one event", "data: a\n\n", event("a")),
                input("carriage returns", "data: a\r\rdata: b\r\r", event("a"), event("b")),
                input("both line ends", "data: a\r\n\r\ndata: b\r\n\r\n", event("a"), event("b")),
                input("mixed line ends", "data: a\r\n\ndata: b\n\rdata: c\r\r\n", event("a"), event("b"), event("c")),
                input("no space", "data:a\n\n", event("a")),
                input("only one space goes", "data:  a\n\n", event(" a")),
                input("a tab stays", "data:\ta\n\n", event("\ta")),
                input("several lines", "data: a\ndata:\ndata: b\n\n", event("a\n\nb")),
                input("an empty line of data", "data\n\n", event("")),
                input("two empty lines of data", "data\ndata\n\n", event("\n")),
                input("no data, no event", "event: x\n\ndata: a\n\n", event("a")),
                input("empty lines", "\n\n\r\n\rdata: a\n\n\n\n", event("a")),
                input("comments", ": hello\ndata: a\n:\n: x\ndata: b\n\n", event("a\nb")),
                input("a comment with an empty line", ": keep-alive\n\ndata: a\n\n", event("a")),
                input("a heartbeat inside", "data: a\n: keep-alive\n\n: keep-alive\n", event("a")),
                input("a type", "event: error\ndata: a\n\ndata: b\n\n", typed("error", "a", null), event("b")),
                input("an empty type", "event: x\nevent:\ndata: a\n\n", event("a")),
                input(
                        "an id lasts",
                        "id: 7\ndata: a\n\ndata: b\n\n",
                        typed("message", "a", "7"),
                        typed("message", "b", "7")),
                input("an id without data lasts", "id: 7\n\ndata: b\n\n", typed("message", "b", "7")),
                input("an empty id", "id: 7\nid\ndata: a\n\n", typed("message", "a", "")),
                input("an id with NUL is ignored", "id: 7\nid: 8\0\ndata: a\n\n", typed("message", "a", "7")),
                input("unknown fields", "foo: 1\nDATA: 2\ndata : 3\n data: 4\ndatax: 5\ndata: a\n\n", event("a")),
                input("one byte order mark", "\ufeffdata: a\n\n", event("a")),
                input("a second mark is not one", "\ufeff\ufeffdata: x\ndata: a\n\n", event("a")),
                input("a mark later is not one", "data: a\n\n\ufeffdata: x\ndata: b\n\n", event("a"), event("b")),
                input("a mark in the data", "data: \ufeffa\n\n", event("\ufeffa")),
                input("nearly a mark", "\ufeecdata: x\ndata: a\n\n", event("a")),
                input("what is unfinished is discarded", "data: a\n\ndata: b\n", event("a")),
                input("colons in the data", "data: a: b:c\n\n", event("a: b:c")),
                input("the data is its own business", "data: data: [DONE]\n\n", event("data: [DONE]")),
                input("long characters", "data: 流れ😀é\n\n", event("流れ😀é")),
                input("nothing", ""),
                input("only line ends", "\r\n\r\n\n\n\r\r"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void findsTheEvents(String name, byte[] bytes, List<SseEvent> events) {
        for (int size : PIECES) {
            assertThat(decode(bytes, size))
                    .as("%s, in pieces of %s", name, size)
                    .isEqualTo(events);
        }
    }

    @Test
    void aRetryIsKeptWhenItIsDigits() {
        for (int size : PIECES) {
            SseDecoder decoder = new SseDecoder(SseListener.of(event -> {}));
            assertThat(decoder.retryMillis()).isEqualTo(-1);
            push(decoder, bytes("retry: 1500\nretry: 12x\nretry:\nretry: -3\nretry: 99999999999999999999\n"), size);
            assertThat(decoder.retryMillis()).isEqualTo(1500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: last", "data: last\n", "data: last\r", "id: 3\ndata: last\r\n: x"})
    void anUnfinishedEventCanBeTaken(String end) {
        for (int size : PIECES) {
            List<SseEvent> events = new ArrayList<>();
            SseDecoder decoder = new SseDecoder(SseListener.of(events::add));
            push(decoder, bytes("data: a\n\n" + end), size);
            assertThat(decoder.takeUnfinished()).extracting(SseEvent::data).isEqualTo("last");
            assertThat(decoder.takeUnfinished()).isNull();
            assertThat(events).containsExactly(event("a"));
        }
    }

    @Test
    void nothingUnfinishedIsNull() {
        SseDecoder decoder = new SseDecoder(SseListener.of(event -> {}));
        decoder.push(bytes("data: a\n\nevent: x\n: y"));
        assertThat(decoder.takeUnfinished()).isNull();
    }

    @Test
    void theListenerGetsTheBytesAsTheyCame() {
        byte[] data = {'d', 'a', 't', 'a', ':', (byte) 0xFF, '"', '\n', '\n'};
        List<byte[]> seen = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(
                (type, bytes, offset, length, id) -> seen.add(Arrays.copyOfRange(bytes, offset, offset + length)));
        decoder.push(data);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).containsExactly(0xFF, '"');
    }

    @Test
    void onlyTheRangeIsRead() {
        List<SseEvent> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(SseListener.of(events::add));
        decoder.push(bytes("XXdata: a\n\nYY"), 2, 9);
        assertThat(events).containsExactly(event("a"));
    }

    @Test
    void theBoundHoldsForALineAndForManyLines() {
        for (int size : PIECES) {
            List<SseEvent> events = new ArrayList<>();
            SseDecoder decoder = new SseDecoder(SseListener.of(events::add), 100);
            push(decoder, bytes("data: " + "x".repeat(100) + "\n\n"), size);
            assertThat(events).hasSize(1);
            assertThatThrownBy(() -> push(decoder, bytes("data: " + "x".repeat(101) + "\n\n"), size))
                    .isInstanceOfSatisfying(
                            SseLimitException.class, e -> assertThat(e.limit()).isEqualTo(100));
            SseDecoder many = new SseDecoder(SseListener.of(events::add), 100);
            assertThatThrownBy(() -> push(many, bytes("data: xxxx\n".repeat(30)), size))
                    .isInstanceOf(SseLimitException.class);
            SseDecoder endless = new SseDecoder(SseListener.of(events::add), 100);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            push(endless, bytes("no line end "), size);
                        }
                    })
                    .isInstanceOf(SseLimitException.class);
        }
        assertThatThrownBy(() -> new SseDecoder(SseListener.of(event -> {}), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLargeEventInSmallPiecesIsFound() {
        String large = "流".repeat(1 << 20);
        List<SseEvent> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(SseListener.of(events::add));
        push(decoder, bytes("data: " + large + "\n\ndata: small\n\n"), 7);
        assertThat(events).containsExactly(event(large), event("small"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {71, 72, 73, 74, 75, 76})
    void whatIsEncodedIsDecoded(long seed) {
        Random random = new Random(seed);
        String[] texts = {"", "a", "data: x", "\n", "a\nb", " x", ": c", "流れ😀", "[DONE]", "\ufeff", "id: 4"};
        List<SseEvent> events = new ArrayList<>();
        Utf8Buffer out = new Utf8Buffer();
        String id = null;
        for (int i = 0; i < 60; i++) {
            StringBuilder data = new StringBuilder();
            for (int k = random.nextInt(4); k >= 0; k--) {
                data.append(texts[random.nextInt(texts.length)]);
            }
            id = random.nextInt(4) == 0 ? Integer.toString(i) : id;
            SseEvent event = typed(random.nextBoolean() ? "message" : "error", data.toString(), id);
            SseEncoder.event(out, event);
            events.add(event);
            if (random.nextInt(3) == 0) {
                SseEncoder.heartbeat(out);
            }
            if (random.nextInt(3) == 0) {
                SseEncoder.comment(out, texts[random.nextInt(texts.length)]);
            }
        }
        for (int size : PIECES) {
            assertThat(decode(out.toByteArray(), size)).isEqualTo(events);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {81, 82, 83, 84, 85, 86})
    void howNoiseIsCutDoesNotMatter(long seed) {
        Random random = new Random(seed);
        String[] tokens = {"data", ":", " ", "\n", "\r", "\r\n", "id", "event", "retry", "x", "é", "\0", "\ufeff", "7"};
        for (int i = 0; i < 300; i++) {
            StringBuilder noise = new StringBuilder();
            for (int k = random.nextInt(60); k > 0; k--) {
                noise.append(tokens[random.nextInt(tokens.length)]);
            }
            byte[] bytes = bytes(noise.toString());
            List<SseEvent> whole = decode(bytes, Integer.MAX_VALUE);
            for (int size : PIECES) {
                assertThat(decode(bytes, size)).isEqualTo(whole);
            }
        }
    }

    private static List<SseEvent> decode(byte[] bytes, int size) {
        List<SseEvent> events = new ArrayList<>();
        push(new SseDecoder(SseListener.of(events::add)), bytes, size);
        return events;
    }

    private static void push(SseDecoder decoder, byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += Math.min(size, bytes.length)) {
            decoder.push(bytes, at, Math.min(size, bytes.length - at));
        }
    }

    private static Arguments input(String name, String text, SseEvent... events) {
        return Arguments.of(name, bytes(text), List.of(events));
    }

    private static SseEvent event(String data) {
        return typed("message", data, null);
    }

    private static SseEvent typed(String type, String data, @Nullable String id) {
        return new SseEvent(type, data, id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
