package dev.nagare.server;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a server listens, and the bounds of what it accepts and keeps.
 *
 * @param host the address or name to bind to
 * @param port the port to bind to; 0 for any free one
 * @param eventLoops how many threads read and write sockets: at least 1
 * @param nativeTransport whether epoll is used where it can be; NIO otherwise
 * @param maxInitialLineBytes the longest request line; a longer one is answered with 414
 * @param maxHeaderBytes the most bytes of all headers together; more are answered with 431
 * @param maxBodyBytes the largest request body; a larger one is answered with 413 before it has come
 * @param maxConnections the most connections; one more is answered with 429 and closed
 * @param maxRequests the most generations that run at a time; one more is answered with 429
 * @param maxAnswerBytes the most bytes that an answer that is not streamed may gather; its generation is cancelled there
 * @param sendBufferBytes the size of a socket's send buffer; 0 for the system's choice
 * @param writeLowWaterBytes a socket that was not writable is writable again below this many waiting bytes
 * @param writeHighWaterBytes a socket is not writable from this many waiting bytes on
 * @param outboxBytes how much text waits for a socket that is not writable before the generation is paused
 * @param idleAfter how long a connection may be without a request
 * @param requestWithin how long a request's body may take to come
 * @param stalledAfter how long a reader may accept no byte before its answer is ended
 * @param drainFor how long {@link NagareServer#close()} lets running requests go on
 */
public record ServerConfig(
        String host,
        int port,
        int eventLoops,
        boolean nativeTransport,
        int maxInitialLineBytes,
        int maxHeaderBytes,
        int maxBodyBytes,
        int maxConnections,
        int maxRequests,
        int maxAnswerBytes,
        int sendBufferBytes,
        int writeLowWaterBytes,
        int writeHighWaterBytes,
        int outboxBytes,
        Duration idleAfter,
        Duration requestWithin,
        Duration stalledAfter,
        Duration drainFor) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a bound is out of its range
     */
    public ServerConfig {
        Objects.requireNonNull(host, "host");
        range("port", port, 0, 65_535);
        range("eventLoops", eventLoops, 1, 1024);
        range("maxInitialLineBytes", maxInitialLineBytes, 256, 1 << 20);
        range("maxHeaderBytes", maxHeaderBytes, 256, 1 << 20);
        range("maxBodyBytes", maxBodyBytes, 1, 1 << 30);
        range("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        range("maxRequests", maxRequests, 1, Integer.MAX_VALUE);
        range("maxAnswerBytes", maxAnswerBytes, 1, 1 << 30);
        range("sendBufferBytes", sendBufferBytes, 0, 1 << 30);
        range("writeLowWaterBytes", writeLowWaterBytes, 1, 1 << 30);
        range("writeHighWaterBytes", writeHighWaterBytes, writeLowWaterBytes, 1 << 30);
        range("outboxBytes", outboxBytes, 1, 1 << 30);
        positive("idleAfter", idleAfter);
        positive("requestWithin", requestWithin);
        positive("stalledAfter", stalledAfter);
        if (drainFor.isNegative()) {
            throw new IllegalArgumentException("drainFor is " + drainFor + "; it cannot be negative");
        }
    }

    /** The defaults: loopback, port 8080, bodies up to 16 MiB, readers that accept no byte for 60 s are ended. */
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

    /** Makes a configuration from the defaults. Not for several threads at once. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port = 8080;
        private int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private boolean nativeTransport = true;
        private int maxInitialLineBytes = 8 << 10;
        private int maxHeaderBytes = 32 << 10;
        private int maxBodyBytes = 16 << 20;
        private int maxConnections = 10_000;
        private int maxRequests = 4_096;
        private int maxAnswerBytes = 64 << 20;
        private int sendBufferBytes;
        private int writeLowWaterBytes = 32 << 10;
        private int writeHighWaterBytes = 64 << 10;
        private int outboxBytes = 256 << 10;
        private Duration idleAfter = Duration.ofSeconds(75);
        private Duration requestWithin = Duration.ofSeconds(60);
        private Duration stalledAfter = Duration.ofSeconds(60);
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

        /** Sets the most connections. */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /** Sets the most generations that run at a time. */
        public Builder maxRequests(int value) {
            maxRequests = value;
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

        /** Sets how long a connection may be without a request. */
        public Builder idleAfter(Duration value) {
            idleAfter = value;
            return this;
        }

        /** Sets how long a request's body may take to come. */
        public Builder requestWithin(Duration value) {
            requestWithin = value;
            return this;
        }

        /** Sets how long a reader may accept no byte. */
        public Builder stalledAfter(Duration value) {
            stalledAfter = value;
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
                    eventLoops,
                    nativeTransport,
                    maxInitialLineBytes,
                    maxHeaderBytes,
                    maxBodyBytes,
                    maxConnections,
                    maxRequests,
                    maxAnswerBytes,
                    sendBufferBytes,
                    writeLowWaterBytes,
                    writeHighWaterBytes,
                    outboxBytes,
                    idleAfter,
                    requestWithin,
                    stalledAfter,
                    drainFor);
        }
    }
}
