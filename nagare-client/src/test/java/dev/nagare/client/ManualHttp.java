package dev.nagare.client;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An HTTP client without a network, whose test says when what of the one response arrives, in the test's own thread. */
final class ManualHttp extends HttpClient {
    private final CompletableFuture<Object> response = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse.BodyHandler<?>> handler = new CompletableFuture<>();
    private Flow.@Nullable Subscriber<List<ByteBuffer>> body;
    private boolean cancelled;

    /** The head of an event stream arrives, once the request has been sent, and with it where its body goes. */
    void head() {
        body = handler.orTimeout(30, TimeUnit.SECONDS).join().apply(new Head());
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                // The test says what comes.
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        });
    }

    /** A piece of the body arrives. */
    void piece(String text) {
        Objects.requireNonNull(body).onNext(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The body ends in good order. */
    void end() {
        Objects.requireNonNull(body).onComplete();
    }

    /** The call fails. */
    void fail(Throwable error) {
        response.completeExceptionally(error);
    }

    /** Whether the client gave the call or its body up. */
    boolean isCancelled() {
        return cancelled || response.isCancelled();
    }

    private record Head() implements HttpResponse.ResponseInfo {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("content-type", List.of("text/event-stream")), (name, value) -> true);
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // it is completed with an error or not at all
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> given) {
        handler.complete(given);
        return (CompletableFuture<HttpResponse<T>>) (CompletableFuture<?>) response;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> given, HttpResponse.PushPromiseHandler<T> pushed) {
        return sendAsync(request, given);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> given) {
        throw new UnsupportedOperationException("the client never waits");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
