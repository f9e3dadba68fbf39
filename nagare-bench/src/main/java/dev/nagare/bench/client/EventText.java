package dev.nagare.bench.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The bytes of the server's answers: events as OpenAI's service sends them, each in an HTTP chunk of its own. */
final class EventText {
    /** A response's head. */
    static final byte[] HEAD = ascii(String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "content-type: text/event-stream; charset=utf-8",
            "x-request-id: req_bench",
            "transfer-encoding: chunked",
            "",
            ""));

    private static final String ENVELOPE =
            "data: {\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1700000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\","
                    + "\"system_fingerprint\":\"fp_0123456789\",\"choices\":[";

    private static final List<String> WORDS = List.of(
            " the",
            " tide",
            " comes",
            " in",
            " twice",
            " a",
            " day",
            ",",
            " and",
            " goes",
            " out",
            " again",
            ".",
            " Between",
            " them",
            " boats");

    private static final List<byte[]> CONTENT =
            WORDS.stream().map(EventText::content).toList();

    private EventText() {}

    /** The first events of an answer: who speaks, and one word. */
    static byte[] begin() {
        return joined(
                chunk(ENVELOPE + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
                        + "\"logprobs\":null,\"finish_reason\":null}]}\n\n"),
                content(" Where"));
    }

    /** So many events of one word each; the same ones for the same number. */
    static byte[] words(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes(CONTENT.get(i % CONTENT.size()));
        }
        return out.toByteArray();
    }

    /** The finish reason, {@code [DONE]} and HTTP's end. */
    static byte[] end() {
        return joined(
                chunk(ENVELOPE + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"),
                chunk("data: [DONE]\n\n"),
                ascii("0\r\n\r\n"));
    }

    private static byte[] content(String word) {
        return chunk(ENVELOPE + "{\"index\":0,\"delta\":{\"content\":\"" + word
                + "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }

    private static byte[] chunk(String event) {
        return ascii(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
