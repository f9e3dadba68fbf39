package dev.nagare.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Which headers a client may send (RFC 9110, section 5). Errors never quote a value: it may be a secret. */
final class HeaderRules {
    /** What the JDK's HTTP client sets itself and refuses from others. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private HeaderRules() {}

    /**
     * The name, if a header can be set by it.
     *
     * @throws IllegalArgumentException when it is none or reserved
     */
    static String name(String name) {
        boolean isToken = !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
        if (!isToken || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "no header can be set by the name \"" + ServerText.bounded(name, 80) + "\"");
        }
        return name;
    }

    /**
     * The value, if a header can carry it.
     *
     * @param what what it is, for the error
     * @throws IllegalArgumentException when it has control characters, or what is not ASCII
     */
    static String value(String what, String value) {
        if (!value.chars().allMatch(c -> (c >= 0x20 && c < 0x7F) || c == '\t')) {
            throw new IllegalArgumentException("the " + what + " has characters that no header can carry");
        }
        return value;
    }

    /**
     * The value for a user and a password (RFC 7617).
     *
     * @throws IllegalArgumentException when the user has a colon, or one of them a control character
     */
    static String basic(String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the user has a colon, which separates it from the password");
        }
        String both = user + ':' + password;
        if (both.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the user or the password has a control character");
        }
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
}
