package dev.nagare.testkit;

import java.util.Optional;

/**
 * A request as a test's server received it over HTTP/1.1.
 *
 * @param head the request line and the headers, line by line with CRLF, and the empty line
 * @param body the body
 */
public record ReceivedRequest(String head, String body) {
    /** The request line's address, with its query. */
    public String address() {
        return head.split(" ", 3)[1];
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.length() > name.length()
                        && line.charAt(name.length()) == ':'
                        && line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
