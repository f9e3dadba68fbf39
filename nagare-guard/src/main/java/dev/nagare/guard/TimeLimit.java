package dev.nagare.guard;

import dev.nagare.wire.ModerationResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends the wait for a verdict. */
@FunctionalInterface
interface TimeLimit {
    /** By the JDK's one timer thread. */
    TimeLimit SYSTEM = (verdict, limit) -> verdict.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);

    /** The verdict, or an error when it takes longer; the future is this limit's own to complete. */
    CompletableFuture<List<ModerationResult>> within(CompletableFuture<List<ModerationResult>> verdict, Duration limit);
}
