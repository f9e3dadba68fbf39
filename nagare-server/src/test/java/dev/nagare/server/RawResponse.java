package dev.nagare.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response as it came.
 *
 * @param status the status code
 * @param headers the headers by lower-case name, in order
 * @param body the body, its chunks joined
 * @param chunks the chunks of a chunked body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawResponse(int status, Map<String, String> headers, byte[] body, List<String> chunks) {
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The value of a header, or "". */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The data of each event of the body. */
    List<String> events() {
        return events(text());
    }

    /** The data of each event of a text that holds nothing but whole events of one data line. */
    static List<String> events(String text) {
        List<String> events = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\n\n", at);
            if (end < 0 || !text.startsWith("data: ", at)) {
                throw new AssertionError("not an event at " + at + ": " + text.substring(at));
            }
            events.add(text.substring(at + 6, end));
            at = end + 2;
        }
        return events;
    }

    static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String before = headers.put(
                    line.substring(0, colon), line.substring(colon + 1).trim());
            if (before != null) {
                throw new AssertionError("a header came twice: " + line);
            }
        }
        return headers;
    }
}
