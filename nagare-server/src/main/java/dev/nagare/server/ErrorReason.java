package dev.nagare.server;

import java.util.Locale;

/**
 * Why a request was refused, failed or was given up: a closed set, fit for the label of a metric.
 *
 * <p>In metrics and logs each is written as its name in lower case.
 */
public enum ErrorReason {
    /** The request breaks a rule of the protocol or of HTTP (400, 405, 415). */
    INVALID_REQUEST,
    /** No key, or a wrong one (401). */
    UNAUTHENTICATED,
    /** No such path or model (404). */
    NOT_FOUND,
    /** A line, header or body is too large (413, 414, 431). */
    TOO_LARGE,
    /** An answer that is not streamed grew larger than the server keeps (400). */
    ANSWER_TOO_LARGE,
    /** The key has made its requests of this minute (429). */
    REQUEST_RATE,
    /** The key has used its tokens of this minute (429). */
    TOKEN_RATE,
    /** As many requests wait as may (429). */
    QUEUE_FULL,
    /** The request waited too long for its turn (503, or an event when the answer was committed). */
    QUEUE_TIMEOUT,
    /** The bodies of all requests together are as large as they may be (503). */
    BODIES_FULL,
    /** As many large bodies wait for their decoding as may (429). */
    DECODING_FULL,
    /** As many wait for the metrics as may (503). */
    SCRAPES_FULL,
    /** As many connections are open as may be (429). */
    TOO_MANY_CONNECTIONS,
    /** The server is stopping (503, or an event). */
    SHUTTING_DOWN,
    /** The engine has no room or is not ready (429, 503). */
    ENGINE_OVERLOADED,
    /** The body did not come in time (408). */
    BODY_TIMEOUT,
    /** The request took longer than a request may. */
    REQUEST_TIMEOUT,
    /** The reader accepted no byte for too long. */
    READER_STALLED,
    /** The server or the engine failed (500, or an event). */
    INTERNAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in metrics and logs. */
    public String word() {
        return word;
    }

    /** What an error status says when nothing more is known. */
    static ErrorReason of(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHENTICATED;
            case 404 -> NOT_FOUND;
            case 408 -> BODY_TIMEOUT;
            case 413, 414, 431 -> TOO_LARGE;
            case 429, 503 -> ENGINE_OVERLOADED;
            default -> status >= 500 ? INTERNAL : INVALID_REQUEST;
        };
    }
}
