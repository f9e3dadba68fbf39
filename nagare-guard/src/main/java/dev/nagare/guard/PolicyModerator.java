package dev.nagare.guard;

import dev.nagare.engine.Moderator;
import dev.nagare.wire.ModerationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Judges whole texts by the rules of a policy: what a guard would find in a stream of the same text, and of a text that
 * it would end, also what comes after that.
 *
 * <p>Up to {@value #AT_ONCE} chars are judged within the call; more than that on an executor, and so is the first call,
 * because the rules are compiled a second time for it.
 */
public final class PolicyModerator implements Moderator {
    /** How many chars take less time than handing them over. */
    static final int AT_ONCE = 8 << 10;

    private final Policy policy;
    private final Executor executor;
    private final Object compiling = new Object();
    private volatile @Nullable Policy reporting;

    /** A moderator that judges long texts on the JDK's common pool. */
    public PolicyModerator(Policy policy) {
        this(policy, ForkJoinPool.commonPool());
    }

    /**
     * A moderator.
     *
     * @param executor where long texts are judged
     */
    public PolicyModerator(Policy policy, Executor executor) {
        this.policy = policy;
        this.executor = executor;
        boolean seesAll = policy.rules().stream().noneMatch(rule -> rule.action() == Action.BLOCK);
        this.reporting = seesAll ? policy : null;
    }

    @Override
    public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
        try {
            return reporting != null && chars(texts) <= AT_ONCE
                    ? CompletableFuture.completedFuture(judge(texts))
                    : CompletableFuture.supplyAsync(() -> judge(texts), executor);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public String model() {
        return policy.id();
    }

    /** The rules. */
    public Policy policy() {
        return policy;
    }

    private static long chars(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }

    private List<ModerationResult> judge(List<String> texts) {
        Policy all = reporting();
        List<ModerationResult> results = new ArrayList<>();
        for (String text : texts) {
            List<GuardEvent> events = new ArrayList<>(policy.find(text));
            if (events.stream().anyMatch(event -> event.action() == Action.BLOCK)) {
                events.addAll(all.find(text));
            }
            results.add(Results.of(policy, events));
        }
        return results;
    }

    /** The same rules, none of which ends a text. */
    private Policy reporting() {
        synchronized (compiling) {
            Policy made = reporting;
            if (made == null) {
                made = policy.annotating();
                reporting = made;
            }
            return made;
        }
    }
}
