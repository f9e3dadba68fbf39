package dev.nagare.server;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head asks for, and whether it may.
 *
 * @param version the version of HTTP
 * @param method the method's name
 * @param path the path, before any query
 * @param route what the path stands for
 * @param headers the headers
 * @param announced how many bytes of body {@code content-length} announces; 0 when it is absent
 * @param hasBody whether a body follows
 * @param awaitsContinue whether the client waits for 100 before it sends the body
 */
record RequestHead(
        Version version,
        String method,
        String path,
        Route route,
        HttpHeaders headers,
        long announced,
        boolean hasBody,
        boolean awaitsContinue) {

    /** The versions of HTTP. */
    enum Version {
        /** Knows no chunked bodies. */
        HTTP_1_0,
        HTTP_1_1,
        HTTP_2,
        /** One that a client names and this server does not speak. */
        OTHER;

        private static Version of(HttpVersion named) {
            if (named.majorVersion() != 1) {
                return OTHER;
            }
            return named.isKeepAliveDefault() ? HTTP_1_1 : HTTP_1_0;
        }
    }

    private static final String MODEL_PREFIX = "/v1/models/";

    static RequestHead of(HttpRequest request) {
        String path = path(request.uri());
        Version version = Version.of(request.protocolVersion());
        long announced = HttpUtil.getContentLength(request, 0L);
        return new RequestHead(
                version,
                request.method().name(),
                path,
                Route.of(path),
                request.headers(),
                announced,
                announced > 0 || HttpUtil.isTransferEncodingChunked(request),
                version != Version.HTTP_1_0 && HttpUtil.is100ContinueExpected(request));
    }

    static RequestHead of(Http2Headers asked, boolean ended) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        asked.forEach(header -> {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
                headers.add(header.getKey(), header.getValue());
            }
        });
        String path = asked.path() == null ? "" : path(asked.path().toString());
        return new RequestHead(
                Version.HTTP_2,
                asked.method() == null ? "" : asked.method().toString(),
                path,
                Route.of(path),
                headers,
                announced(headers),
                !ended,
                HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.EXPECT, "")));
    }

    /** The length that is announced; 0 when it is no number, which the codec has already refused. */
    private static long announced(HttpHeaders headers) {
        try {
            return Long.parseLong(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    boolean is(HttpMethod other) {
        return method.equals(other.name());
    }

    boolean isHttp10() {
        return version == Version.HTTP_1_0;
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

    /** Whether it is no request as HTTP has them, so that what follows on its connection cannot be trusted to be one. */
    boolean isBroken() {
        return version == Version.OTHER || hasWrongHost();
    }

    private boolean hasWrongHost() {
        return version == Version.HTTP_1_1
                && headers.getAll(HttpHeaderNames.HOST).size() != 1;
    }

    /** Why the request is refused whatever its body says, or null when it is not. */
    @Nullable
    ErrorAnswer refusal(int maxBodyBytes) {
        ErrorAnswer broken = brokenRule();
        if (broken != null) {
            return broken;
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
        return get ? null : unsupportedBody();
    }

    private @Nullable ErrorAnswer brokenRule() {
        if (version == Version.OTHER) {
            return ErrorAnswer.invalid(505, "This server speaks HTTP/1.0, HTTP/1.1 and HTTP/2.", null);
        }
        if (hasWrongHost()) {
            return ErrorAnswer.malformed("an HTTP/1.1 request needs exactly one Host header");
        }
        if (!isHttp10() && headers.contains(HttpHeaderNames.EXPECT) && !awaitsContinue) {
            return ErrorAnswer.invalid(417, "This server knows no expectation but 100-continue.", null);
        }
        return null;
    }

    private @Nullable ErrorAnswer unsupportedBody() {
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
