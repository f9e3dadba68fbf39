package dev.nagare.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The rules of a policy, of which none only reports: compiled when they are first wanted. For any thread. */
final class StrictPolicy {
    private final Policy policy;
    private @Nullable CompletableFuture<Policy> compiled;

    StrictPolicy(Policy policy) {
        this.policy = policy;
    }

    /**
     * The rules, compiled once; the same policy where every rule acts as it is.
     *
     * @param executor where they are compiled, which may take long
     */
    synchronized CompletableFuture<Policy> compiled(Executor executor) {
        CompletableFuture<Policy> made = compiled;
        if (made == null) {
            boolean isStrict = policy.rules().stream().noneMatch(rule -> rule.action() == Action.ANNOTATE);
            made = isStrict
                    ? CompletableFuture.completedFuture(policy)
                    : CompletableFuture.supplyAsync(policy::blocking, executor);
            compiled = made;
        }
        return made;
    }
}
