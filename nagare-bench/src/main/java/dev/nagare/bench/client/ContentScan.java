package dev.nagare.bench.client;

import java.nio.charset.StandardCharsets;

/**
 * The simplest scan that finds the text in an event of this benchmark's server: no escapes, no errors, nothing else of the
 * chunk. The floor of what reading costs.
 */
final class ContentScan {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

    private ContentScan() {}

    /** Looks at whole lines; false at {@code [DONE]}. */
    static boolean lines(byte[] bytes, int from, int to, TextSink sink) {
        int begin = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                if (at > begin && !line(bytes, begin, at, sink)) {
                    return false;
                }
                begin = at + 1;
            }
        }
        return true;
    }

    private static boolean line(byte[] bytes, int from, int to, TextSink sink) {
        if (!startsWith(bytes, from, to, DATA)) {
            return true;
        }
        int begin = from + DATA.length;
        if (bytes[begin] == '[') {
            return false;
        }
        for (int at = begin; at < to; at++) {
            if (bytes[at] == '"' && startsWith(bytes, at, to, CONTENT)) {
                int first = at + CONTENT.length;
                int end = first;
                while (bytes[end] != '"') {
                    end++;
                }
                if (end > first) {
                    sink.text(new String(bytes, first, end - first, StandardCharsets.ISO_8859_1));
                }
                return true;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] wanted) {
        if (to - from < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
