package dev.nagare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call that failed.
 *
 * @param began when its request was sent, counted from the first
 * @param took how long it lasted
 * @param status the response's status, or null when there was no response
 * @param requestId the id by which the server's operators find it, or null
 * @param problem what went wrong, as the exception's message
 * @param pause how long the client waited before the next try; null when there was none
 */
public record Attempt(
        Duration began,
        Duration took,
        @Nullable Integer status,
        @Nullable String requestId,
        String problem,
        @Nullable Duration pause) {}
