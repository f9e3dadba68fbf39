package dev.nagare.client;

import dev.nagare.client.Deadlines.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the HTTP client throws in the client's own words.
 *
 * @param uri where the request went
 * @param connect how long a connection may take, or null
 */
record TransportFailures(URI uri, @Nullable Duration connect) {
    /** The exception for an error of the HTTP client's; the head is what had come of the response, or null. */
    NagareClientException translate(Throwable error, @Nullable ResponseHead head) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String server = uri.getScheme() + "://" + uri.getRawAuthority();
        if (cause instanceof HttpConnectTimeoutException) {
            return new DeadlineException(Kind.CONNECT, connect, head);
        }
        if (cause instanceof java.net.ProtocolException) {
            // The JDK's message quotes what it got.
            return new ProtocolException("what " + server + " sent is not HTTP", head);
        }
        if (cause instanceof ConnectException) {
            return new TransportException("could not connect to " + server, cause, head);
        }
        if (cause instanceof SSLException) {
            return new TransportException("no secure connection to " + server, cause, head);
        }
        if (cause instanceof IOException) {
            return new TransportException("the connection to " + server + " broke", cause, head);
        }
        return new TransportException("the call to " + server + " failed", cause, head);
    }
}
