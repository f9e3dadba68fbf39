package dev.nagare.client;

import dev.nagare.wire.ApiError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who can act on an error, by its status, code and type. */
enum ErrorOwner {
    /** Who wrote the request. */
    REQUEST,
    /** Who owns the key. */
    ACCESS,
    /** Time. */
    CAPACITY,
    /** Who runs the server. */
    SERVER;

    static ErrorOwner of(int status, ApiError error) {
        if (is("insufficient_quota", error) || is("billing", error)) {
            return ACCESS;
        }
        if (status / 100 != 2) {
            return byStatus(status);
        }
        // Within a stream the status says nothing; some servers give theirs as the code.
        Integer code = number(error.code());
        if (code != null) {
            return byStatus(code);
        }
        if (is("invalid_request", error) || is("invalid_prompt", error) || is("context_length", error)) {
            return REQUEST;
        }
        if (is("authentication", error) || is("permission", error) || is("invalid_api_key", error)) {
            return ACCESS;
        }
        return is("rate_limit", error) || is("overloaded", error) || is("capacity", error) ? CAPACITY : SERVER;
    }

    private static ErrorOwner byStatus(int status) {
        return switch (status) {
            case 401, 402, 403, 407 -> ACCESS;
            case 429, 503, 529 -> CAPACITY;
            default -> status >= 500 ? SERVER : REQUEST;
        };
    }

    private static boolean is(String word, ApiError error) {
        return holds(error.code(), word) || holds(error.type(), word);
    }

    private static boolean holds(@Nullable String text, String word) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(word);
    }

    private static @Nullable Integer number(@Nullable String code) {
        boolean isStatus = code != null
                && code.length() == 3
                && code.charAt(0) >= '4'
                && code.chars().allMatch(c -> c >= '0' && c <= '9');
        return isStatus ? Integer.valueOf(code) : null;
    }
}
