package dev.nagare.client;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client that is being made will reach servers: through connections that it shares, or through some of its own, by
 * way of a proxy, with certificates.
 */
final class Connections {
    /** As good as for ever; the JDK cannot count to the end of every {@code Duration}. */
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private @Nullable ProxySelector proxy;
    private @Nullable SSLContext tls;
    private @Nullable HttpClient http;

    /** Connections of its own, by the system's proxy and certificates. */
    Connections() {}

    /** Connections that are shared; whoever changes the proxy keeps the certificates, and the reverse. */
    Connections(HttpClient shared) {
        http = shared;
        proxy = shared.proxy().orElse(null);
        tls = shared.sslContext();
    }

    void setProxy(ProxySelector value) {
        proxy = value;
        http = null;
    }

    void setTls(SSLContext value) {
        tls = value;
        http = null;
    }

    void share(HttpClient value) {
        http = value;
        proxy = null;
        tls = null;
    }

    /** The shared HTTP client, or a new one. */
    HttpClient http(@Nullable Duration connectTimeout) {
        if (http != null) {
            return http;
        }
        HttpClient.Builder builder = transport();
        if (connectTimeout != null) {
            builder.connectTimeout(connectTimeout.compareTo(CENTURY) > 0 ? CENTURY : connectTimeout);
        }
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    /**
     * An HTTP client as it is made here. Its callbacks run in its selector thread: they only note what came, and a hop to
     * another thread for each piece of a stream costs more than everything that is done there. What may block, the start of a
     * request, {@link Exchange} runs elsewhere.
     */
    static HttpClient.Builder transport() {
        return HttpClient.newBuilder().executor(Runnable::run);
    }
}
