package dev.nagare.server;

import org.jspecify.annotations.Nullable;

/** Where the answer to {@code GET /metrics} comes from. */
@FunctionalInterface
public interface MetricsPage {
    /**
     * The metrics of now. Takes about a millisecond, blocks on nothing, and may be called by any thread.
     *
     * @param accept the request's {@code accept} header, or null
     */
    Exposition scrape(@Nullable String accept);
}
