package dev.nagare.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may call this server and read its answers; by default none. Credentials in the sense of
 * the Fetch standard (cookies) are never allowed: a key in a header is all that this server knows. Immutable.
 */
final class Cors {
    private static final String ANY = "*";

    /** What a page may read beyond the few headers that it always may. */
    private static final String EXPOSED = "x-request-id, openai-processing-ms, retry-after, x-ratelimit-limit-requests,"
            + " x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens,"
            + " x-ratelimit-reset-requests, x-ratelimit-reset-tokens";

    /** What a page asks to send, when it is a list of header names: clients add their own to the usual ones. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9-]+(\\s*,\\s*[A-Za-z0-9-]+)*");

    private static final int MAX_NAMES = 2_048;
    private static final String USUAL_NAMES = "authorization, content-type, x-request-id";
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Adds what lets the page of an origin read this answer, when it may. */
    void addTo(HttpHeaders answer, @Nullable String origin) {
        if (origins.isEmpty()) {
            return;
        }
        boolean any = origins.contains(ANY);
        if (!any) {
            answer.add(HttpHeaderNames.VARY, "origin");
        }
        if (isAllowed(origin)) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
            answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** What answers the question of a browser whether its page may make a request; empty when it is not asked. */
    Map<String, String> preflight(RequestHead head) {
        String method = head.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        if (method == null || !isAllowed(head.headers().get(HttpHeaderNames.ORIGIN))) {
            return Map.of();
        }
        String names = head.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, USUAL_NAMES);
        boolean plain = names.length() <= MAX_NAMES && NAMES.matcher(names).matches();
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("access-control-allow-methods", head.route().allow());
        answer.put("access-control-allow-headers", plain ? names : USUAL_NAMES);
        answer.put("access-control-max-age", MAX_AGE_SECONDS);
        return answer;
    }

    private boolean isAllowed(@Nullable String origin) {
        return origin != null && (origins.contains(ANY) || origins.contains(origin));
    }
}
