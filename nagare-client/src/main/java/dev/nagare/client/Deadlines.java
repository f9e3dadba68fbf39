package dev.nagare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a call waits for what; null waits for ever.
 *
 * <p>Without {@code total} nothing limits how long an answer may be: a stream that makes progress goes on.
 * {@code firstContent}, {@code progress} and {@code idle} can pass only while someone waits for the stream, and what nobody
 * waited for does not count, so a slow reader, listener or filter does not break its own stream. What had come when a
 * deadline passes is still read, and once all has come none passes. For an answer that is asked for whole
 * {@code firstContent} and {@code progress} mean nothing.
 *
 * @param connect until the connection stands, TLS included; through a proxy to an address of https, until the connection
 *     to the proxy stands: what follows belongs to {@code headers}
 * @param headers from each request to the response's headers; of an answer that is not streamed they come when it is whole
 * @param firstContent from each request to the first chunk that says something
 * @param progress after that, from one event to the next; heartbeats do not count, chunks that a filter holds back do
 * @param idle after the headers, from one piece of data to the next, whatever it holds
 * @param total for the whole call, with all its tries and pauses
 */
public record Deadlines(
        @Nullable Duration connect,
        @Nullable Duration headers,
        @Nullable Duration firstContent,
        @Nullable Duration progress,
        @Nullable Duration idle,
        @Nullable Duration total) {
    /** What a deadline is about. */
    public enum Kind {
        /** {@link Deadlines#connect()}. */
        CONNECT,
        /** {@link Deadlines#headers()}. */
        HEADERS,
        /** {@link Deadlines#firstContent()}. */
        FIRST_CONTENT,
        /** {@link Deadlines#progress()}. */
        PROGRESS,
        /** {@link Deadlines#idle()}. */
        IDLE,
        /** {@link Deadlines#total()}. */
        TOTAL
    }

    /** Ten seconds to connect, ten minutes for each kind of silence, five without a byte, no total. */
    public static final Deadlines DEFAULT = new Deadlines(
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            null);

    /** Checks that each is positive. */
    public Deadlines {
        check("connect", connect);
        check("headers", headers);
        check("firstContent", firstContent);
        check("progress", progress);
        check("idle", idle);
        check("total", total);
    }

    /** The same but for {@link #connect()}. */
    public Deadlines withConnect(@Nullable Duration value) {
        return new Deadlines(value, headers, firstContent, progress, idle, total);
    }

    /** The same but for {@link #headers()}. */
    public Deadlines withHeaders(@Nullable Duration value) {
        return new Deadlines(connect, value, firstContent, progress, idle, total);
    }

    /** The same but for {@link #firstContent()}. */
    public Deadlines withFirstContent(@Nullable Duration value) {
        return new Deadlines(connect, headers, value, progress, idle, total);
    }

    /** The same but for {@link #progress()}. */
    public Deadlines withProgress(@Nullable Duration value) {
        return new Deadlines(connect, headers, firstContent, value, idle, total);
    }

    /** The same but for {@link #idle()}. */
    public Deadlines withIdle(@Nullable Duration value) {
        return new Deadlines(connect, headers, firstContent, progress, value, total);
    }

    /** The same but for {@link #total()}. */
    public Deadlines withTotal(@Nullable Duration value) {
        return new Deadlines(connect, headers, firstContent, progress, idle, value);
    }

    /** The length of a deadline, or null. */
    @Nullable
    Duration of(Kind kind) {
        return switch (kind) {
            case CONNECT -> connect;
            case HEADERS -> headers;
            case FIRST_CONTENT -> firstContent;
            case PROGRESS -> progress;
            case IDLE -> idle;
            case TOTAL -> total;
        };
    }

    private static void check(String name, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
