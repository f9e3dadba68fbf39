package dev.nagare.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head asks for, and whether it may.
 *
 * @param method the method's name
 * @param path the path, before any query
 * @param route what the path stands for
 * @param http10 whether it is HTTP/1.0
 * @param announced how many bytes of body {@code content-length} announces; 0 when it is absent
 * @param hasBody whether a body follows
 * @param awaitsContinue whether the client waits for 100 before it sends the body
 */
record RequestHead(
        String method,
        String path,
        Route route,
        boolean http10,
        long announced,
        boolean hasBody,
        boolean awaitsContinue) {

    private static final String MODEL_PREFIX = "/v1/models/";

    static RequestHead of(HttpRequest request) {
        String path = path(request.uri());
        boolean http10 = !request.protocolVersion().isKeepAliveDefault();
        long announced = HttpUtil.getContentLength(request, 0L);
        return new RequestHead(
                request.method().name(),
                path,
                Route.of(path),
                http10,
                announced,
                announced > 0 || HttpUtil.isTransferEncodingChunked(request),
                !http10 && HttpUtil.is100ContinueExpected(request));
    }

    boolean is(HttpMethod other) {
        return method.equals(other.name());
    }

    /** The model's id in the path of {@link Route#MODEL}; it may hold slashes, as they are or percent-encoded. */
    String modelId() {
        String raw = path.substring(MODEL_PREFIX.length());
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    /** Why the request is refused whatever its body says, or null when it is not. */
    @Nullable
    ErrorAnswer refusal(HttpRequest request, int maxBodyBytes) {
        HttpHeaders headers = request.headers();
        if (request.protocolVersion().majorVersion() != 1) {
            return ErrorAnswer.invalid(505, "This server speaks HTTP/1.1 and HTTP/1.0.", null);
        }
        if (!http10 && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return ErrorAnswer.malformed("an HTTP/1.1 request needs exactly one Host header");
        }
        String expectation = headers.get(HttpHeaderNames.EXPECT);
        if (!http10 && expectation != null && !awaitsContinue) {
            return ErrorAnswer.invalid(417, "This server knows no expectation but 100-continue.", null);
        }
        if (is(HttpMethod.OPTIONS) && (route != Route.NONE || path.equals("*"))) {
            return null;
        }
        if (route == Route.NONE) {
            return ErrorAnswer.unknownUrl(method, path);
        }
        boolean get = route.method().equals("GET");
        if (!method.equals(route.method()) && !(get && is(HttpMethod.HEAD))) {
            return ErrorAnswer.wrongMethod(method, path, route);
        }
        if (announced > maxBodyBytes) {
            return ErrorAnswer.bodyTooLarge(maxBodyBytes);
        }
        return get ? null : unsupportedBody(headers);
    }

    private static @Nullable ErrorAnswer unsupportedBody(HttpHeaders headers) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!coding.trim().equalsIgnoreCase("identity")) {
            return ErrorAnswer.invalid(
                    415, "The request's body is compressed; send it without Content-Encoding.", null);
        }
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "application/json");
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        // The form type is what curl says unless it is told otherwise, whatever it sends.
        boolean json = media.isEmpty()
                || media.equals("application/json")
                || media.endsWith("+json")
                || media.equals("application/x-www-form-urlencoded");
        return json ? null : ErrorAnswer.invalid(415, "The request's Content-Type must be application/json.", null);
    }

    /** The path of a request target, which may be a whole URL as proxies get it. */
    private static String path(String target) {
        String path = target;
        int scheme = path.indexOf("://");
        if (scheme > 0 && !path.startsWith("/")) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int end = path.indexOf('?');
        return end < 0 ? path : path.substring(0, end);
    }
}
