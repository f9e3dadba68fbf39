package dev.nagare.client;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came before the body of a response.
 *
 * @param status the HTTP status
 * @param headers every header with its values; names are found whatever their case
 */
public record ResponseHead(int status, Map<String, List<String>> headers) {
    /** Copies the headers. */
    public ResponseHead {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The id by which the server's operators find this request. */
    public Optional<String> requestId() {
        return header("x-request-id").or(() -> header("request-id"));
    }

    /** The media type in lower case, without parameters; empty when the server named none. */
    String mediaType() {
        String type = header("content-type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
