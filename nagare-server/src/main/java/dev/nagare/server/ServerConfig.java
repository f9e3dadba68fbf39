package dev.nagare.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, whom it answers, and the bounds of what it accepts and keeps: the one place of settings, with
 * its builder, which is why this file is long.
 *
 * @param host the address or name to bind to
 * @param port the port to bind to; 0 for any free one
 * @param metricsPort the port that {@code /health}, {@code /ready} and {@code /metrics} move to, in plain HTTP; 0 for any free
 *     one, {@link #NO_METRICS_PORT} to leave them at {@code port}
 * @param metricsHost the address or name that {@code metricsPort} binds to; null for {@code host}
 * @param allowOpen whether everyone may be answered without a key on an address that is not a loopback one
 * @param apiKeyFile the file of the keys that are accepted, as {@link ApiKeys} reads it; it is read again when it changes.
 *     Null for none: everyone is answered
 * @param rpm how many requests a minute each key may make; 0 for any number
 * @param tpm how many tokens a minute each key may use; 0 for any number
 * @param corsOrigins the origins whose pages may read answers, such as {@code https://example.com}; {@code *} for all
 * @param tlsCert the PEM file of the certificate and those that it is signed with; null for plain HTTP
 * @param tlsKey the PEM file of the certificate's private key, in PKCS #8 and not encrypted; null for plain HTTP
 * @param eventLoops how many threads read and write sockets: at least 1
 * @param nativeTransport whether epoll is used where it can be; NIO otherwise
 * @param strict whether a parameter that is not known is refused; otherwise it is ignored
 * @param maxInitialLineBytes the longest request line; a longer one is answered with 414
 * @param maxHeaderBytes the most bytes of all headers together; more are answered with 431
 * @param maxBodyBytes the largest request body; a larger one is answered with 413 before it has come
 * @param maxBodiesBytes the most bytes of request bodies that are held at a time, each from its coming until its request is
 *     over; a request beyond that is answered with 503. At least {@code maxBodyBytes}
 * @param maxMessages the most messages of a chat request; more are answered with 400
 * @param maxConnections the most connections; one more is answered with 429 and closed
 * @param maxStreams the most requests that one HTTP/2 connection may have open
 * @param maxRunning the most generations that run at a time; further requests wait
 * @param maxQueued the most requests that wait; one more is answered with 429
 * @param maxAnswerBytes the most bytes that an answer that is not streamed may gather; its generation is cancelled there
 * @param sendBufferBytes the size of a socket's send buffer; 0 for the system's choice
 * @param writeLowWaterBytes a socket that was not writable is writable again below this many waiting bytes
 * @param writeHighWaterBytes a socket is not writable from this many waiting bytes on
 * @param outboxBytes how much text waits for a socket that is not writable before the generation is paused
 * @param commitAfter how long the head of a stream waits for the first chunk, so that an error still has its own status;
 *     zero to send it at once
 * @param heartbeatEvery how long a stream is silent before a comment shows that it lives
 * @param queueTimeout how long a request may wait for its generation; longer is answered with 503
 * @param requestTimeout how long a request may take from its head to the end of its answer; zero for any time
 * @param idleTimeout how long a connection may be without a request
 * @param bodyTimeout how long a request's body may take to come
 * @param stallTimeout how long a reader may accept no byte before its answer is ended
 * @param drainFor how long {@link NagareServer#close()} lets running requests go on
 */
public record ServerConfig(
        String host,
        int port,
        int metricsPort,
        @Nullable String metricsHost,
        boolean allowOpen,
        @Nullable Path apiKeyFile,
        int rpm,
        int tpm,
        List<String> corsOrigins,
        @Nullable Path tlsCert,
        @Nullable Path tlsKey,
        int eventLoops,
        boolean nativeTransport,
        boolean strict,
        int maxInitialLineBytes,
        int maxHeaderBytes,
        int maxBodyBytes,
        long maxBodiesBytes,
        int maxMessages,
        int maxConnections,
        int maxStreams,
        int maxRunning,
        int maxQueued,
        int maxAnswerBytes,
        int sendBufferBytes,
        int writeLowWaterBytes,
        int writeHighWaterBytes,
        int outboxBytes,
        Duration commitAfter,
        Duration heartbeatEvery,
        Duration queueTimeout,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration stallTimeout,
        Duration drainFor) {

    /** The {@code metricsPort} of a server that answers everything on one port. */
    public static final int NO_METRICS_PORT = -1;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a bound is out of its range, or only one of the two TLS files is named
     */
    public ServerConfig {
        Objects.requireNonNull(host, "host");
        corsOrigins = List.copyOf(corsOrigins);
        range("port", port, 0, 65_535);
        range("metricsPort", metricsPort, NO_METRICS_PORT, 65_535);
        range("rpm", rpm, 0, Integer.MAX_VALUE);
        range("tpm", tpm, 0, Integer.MAX_VALUE);
        range("eventLoops", eventLoops, 1, 1024);
        range("maxInitialLineBytes", maxInitialLineBytes, 256, 1 << 20);
        range("maxHeaderBytes", maxHeaderBytes, 256, 1 << 20);
        range("maxBodyBytes", maxBodyBytes, 1, 1 << 30);
        if (maxBodiesBytes < maxBodyBytes) {
            throw new IllegalArgumentException("maxBodiesBytes is " + maxBodiesBytes
                    + "; it must be at least maxBodyBytes, which is " + maxBodyBytes);
        }
        range("maxMessages", maxMessages, 1, Integer.MAX_VALUE);
        range("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        range("maxStreams", maxStreams, 1, Integer.MAX_VALUE);
        range("maxRunning", maxRunning, 1, Integer.MAX_VALUE);
        range("maxQueued", maxQueued, 0, Integer.MAX_VALUE);
        range("maxAnswerBytes", maxAnswerBytes, 1, 1 << 30);
        range("sendBufferBytes", sendBufferBytes, 0, 1 << 30);
        range("writeLowWaterBytes", writeLowWaterBytes, 1, 1 << 30);
        range("writeHighWaterBytes", writeHighWaterBytes, writeLowWaterBytes, 1 << 30);
        range("outboxBytes", outboxBytes, 1, 1 << 30);
        notNegative("commitAfter", commitAfter);
        positive("heartbeatEvery", heartbeatEvery);
        positive("queueTimeout", queueTimeout);
        notNegative("requestTimeout", requestTimeout);
        positive("idleTimeout", idleTimeout);
        positive("bodyTimeout", bodyTimeout);
        positive("stallTimeout", stallTimeout);
        notNegative("drainFor", drainFor);
        if ((tlsCert == null) != (tlsKey == null)) {
            throw new IllegalArgumentException("tlsCert and tlsKey belong together; only one of them is set");
        }
    }

    /** The defaults: loopback, port 8080, bodies up to 16 MiB, 64 generations at a time, 512 requests that wait. */
    public static ServerConfig defaults() {
        return builder().build();
    }

    /** A builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void range(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be from " + least + " to " + most);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be positive");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; it cannot be negative");
        }
    }

    /** Makes a configuration from the defaults. Not for several threads at once. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port = 8080;
        private int metricsPort = NO_METRICS_PORT;
        private @Nullable String metricsHost;
        private boolean allowOpen;
        private @Nullable Path apiKeyFile;
        private int rpm;
        private int tpm;
        private List<String> corsOrigins = List.of();
        private @Nullable Path tlsCert;
        private @Nullable Path tlsKey;
        private int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private boolean nativeTransport = true;
        private boolean strict;
        private int maxInitialLineBytes = 8 << 10;
        private int maxHeaderBytes = 32 << 10;
        private int maxBodyBytes = 16 << 20;
        private long maxBodiesBytes;
        private int maxMessages = 2_048;
        private int maxConnections = 10_000;
        private int maxStreams = 128;
        private int maxRunning = 64;
        private int maxQueued = 512;
        private int maxAnswerBytes = 64 << 20;
        private int sendBufferBytes;
        private int writeLowWaterBytes = 16 << 10;
        private int writeHighWaterBytes = 32 << 10;
        private int outboxBytes = 64 << 10;
        private Duration commitAfter = Duration.ofSeconds(2);
        private Duration heartbeatEvery = Duration.ofSeconds(15);
        private Duration queueTimeout = Duration.ofSeconds(60);
        private Duration requestTimeout = Duration.ZERO;
        private Duration idleTimeout = Duration.ofSeconds(75);
        private Duration bodyTimeout = Duration.ofSeconds(60);
        private Duration stallTimeout = Duration.ofSeconds(60);
        private Duration drainFor = Duration.ofSeconds(5);

        private Builder() {}

        /** Sets the address or name to bind to. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** Sets the port; 0 for any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets the port for {@code /health}, {@code /ready} and {@code /metrics}; {@link #NO_METRICS_PORT} for none of their own. */
        public Builder metricsPort(int value) {
            metricsPort = value;
            return this;
        }

        /** Sets the address or name that the port for operations binds to; null for that of the other port. */
        public Builder metricsHost(@Nullable String value) {
            metricsHost = value;
            return this;
        }

        /** Sets whether a server without keys may listen elsewhere than on a loopback address. */
        public Builder allowOpen(boolean value) {
            allowOpen = value;
            return this;
        }

        /** Sets the file of the keys that are accepted; null for none. */
        public Builder apiKeyFile(@Nullable Path value) {
            apiKeyFile = value;
            return this;
        }

        /** Sets how many requests a minute each key may make; 0 for any number. */
        public Builder rpm(int value) {
            rpm = value;
            return this;
        }

        /** Sets how many tokens a minute each key may use; 0 for any number. */
        public Builder tpm(int value) {
            tpm = value;
            return this;
        }

        /** Sets the origins whose pages may read answers; {@code *} for all. */
        public Builder corsOrigins(List<String> value) {
            corsOrigins = value;
            return this;
        }

        /** Sets the PEM files of the certificate chain and of its private key, for HTTPS and HTTP/2. */
        public Builder tls(Path cert, Path key) {
            tlsCert = cert;
            tlsKey = key;
            return this;
        }

        /** Sets how many threads read and write sockets. */
        public Builder eventLoops(int value) {
            eventLoops = value;
            return this;
        }

        /** Sets whether epoll is used where it can be. */
        public Builder nativeTransport(boolean value) {
            nativeTransport = value;
            return this;
        }

        /** Sets whether a parameter that is not known is refused. */
        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        /** Sets the longest request line. */
        public Builder maxInitialLineBytes(int value) {
            maxInitialLineBytes = value;
            return this;
        }

        /** Sets the most bytes of all headers together. */
        public Builder maxHeaderBytes(int value) {
            maxHeaderBytes = value;
            return this;
        }

        /** Sets the largest request body. */
        public Builder maxBodyBytes(int value) {
            maxBodyBytes = value;
            return this;
        }

        /**
         * Sets the most bytes of request bodies that are held at a time; 0 for a quarter of the heap in whole MiB, or for
         * {@link #maxBodyBytes} where that is more.
         */
        public Builder maxBodiesBytes(long value) {
            maxBodiesBytes = value;
            return this;
        }

        /** Sets the most messages of a chat request. */
        public Builder maxMessages(int value) {
            maxMessages = value;
            return this;
        }

        /** Sets the most connections. */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /** Sets the most requests that one HTTP/2 connection may have open. */
        public Builder maxStreams(int value) {
            maxStreams = value;
            return this;
        }

        /** Sets the most generations that run at a time. */
        public Builder maxRunning(int value) {
            maxRunning = value;
            return this;
        }

        /** Sets the most requests that wait for their generation. */
        public Builder maxQueued(int value) {
            maxQueued = value;
            return this;
        }

        /** Sets the most bytes that an answer that is not streamed may gather. */
        public Builder maxAnswerBytes(int value) {
            maxAnswerBytes = value;
            return this;
        }

        /** Sets the size of a socket's send buffer; 0 for the system's choice. */
        public Builder sendBufferBytes(int value) {
            sendBufferBytes = value;
            return this;
        }

        /** Sets between which numbers of waiting bytes a socket turns writable and not writable. */
        public Builder writeWaterBytes(int low, int high) {
            writeLowWaterBytes = low;
            writeHighWaterBytes = high;
            return this;
        }

        /** Sets how much text waits for a socket before the generation is paused. */
        public Builder outboxBytes(int value) {
            outboxBytes = value;
            return this;
        }

        /** Sets how long the head of a stream waits for the first chunk; zero for not at all. */
        public Builder commitAfter(Duration value) {
            commitAfter = value;
            return this;
        }

        /** Sets how long a stream is silent before a comment shows that it lives. */
        public Builder heartbeatEvery(Duration value) {
            heartbeatEvery = value;
            return this;
        }

        /** Sets how long a request may wait for its generation. */
        public Builder queueTimeout(Duration value) {
            queueTimeout = value;
            return this;
        }

        /** Sets how long a request may take altogether; zero for any time. */
        public Builder requestTimeout(Duration value) {
            requestTimeout = value;
            return this;
        }

        /** Sets how long a connection may be without a request. */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /** Sets how long a request's body may take to come. */
        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
            return this;
        }

        /** Sets how long a reader may accept no byte. */
        public Builder stallTimeout(Duration value) {
            stallTimeout = value;
            return this;
        }

        /** Sets how long closing lets running requests go on. */
        public Builder drainFor(Duration value) {
            drainFor = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException when a bound is out of its range
         */
        public ServerConfig build() {
            return new ServerConfig(
                    host,
                    port,
                    metricsPort,
                    metricsHost,
                    allowOpen,
                    apiKeyFile,
                    rpm,
                    tpm,
                    corsOrigins,
                    tlsCert,
                    tlsKey,
                    eventLoops,
                    nativeTransport,
                    strict,
                    maxInitialLineBytes,
                    maxHeaderBytes,
                    maxBodyBytes,
                    maxBodiesBytes == 0 ? Math.max(quarterOfHeap(), maxBodyBytes) : maxBodiesBytes,
                    maxMessages,
                    maxConnections,
                    maxStreams,
                    maxRunning,
                    maxQueued,
                    maxAnswerBytes,
                    sendBufferBytes,
                    writeLowWaterBytes,
                    writeHighWaterBytes,
                    outboxBytes,
                    commitAfter,
                    heartbeatEvery,
                    queueTimeout,
                    requestTimeout,
                    idleTimeout,
                    bodyTimeout,
                    stallTimeout,
                    drainFor);
        }

        /** In whole MiB, which read better. */
        private static long quarterOfHeap() {
            long mib = 1 << 20;
            return Runtime.getRuntime().maxMemory() / 4 / mib * mib;
        }
    }
}
