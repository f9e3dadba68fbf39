package dev.nagare.guard;

import dev.nagare.wire.ModerationResult;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** Asks the judge of one stream, each time within its limit. */
final class Asking {
    private static final System.Logger LOG = System.getLogger(Asking.class.getName());

    private final Judge judge;
    private final TimeLimit limit;
    private final LongAdder failures;
    private final IntFunction<String> prompt;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Asks for one stream.
     *
     * @param failures counts verdicts that did not come
     * @param prompt what stands before the texts of a choice
     */
    Asking(Judge judge, TimeLimit limit, LongAdder failures, IntFunction<String> prompt) {
        this.judge = judge;
        this.limit = limit;
        this.failures = failures;
        this.prompt = prompt;
    }

    boolean failsOpen() {
        return judge.failsOpen();
    }

    boolean rejects(ModerationResult result) {
        return judge.rejects().test(result);
    }

    /** The pace of one stream. */
    Pace pace() {
        return new Pace(judge.firstStep(), judge.longestStep());
    }

    int maxHeld() {
        return judge.maxHeld();
    }

    /** A result for each text; to cancel it leaves the judge alone. */
    CompletableFuture<List<ModerationResult>> ask(List<JudgedTexts.Key> keys, List<String> texts) {
        if (!judge.includesPrompt()) {
            return ask(texts);
        }
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int choice = keys.get(i).choice();
            String before = choice == JudgedTexts.INPUT ? "" : prompt.apply(choice);
            whole.add(before.isEmpty() ? texts.get(i) : before + "\n\n" + texts.get(i));
        }
        return ask(whole);
    }

    /** What the texts of a request are found to be together; empty when there is none, or no verdict for a judge who fails open. */
    CompletableFuture<Optional<ModerationResult>> askOfInput(List<String> texts) {
        if (texts.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<List<ModerationResult>> answer = ask(texts);
        CompletableFuture<Optional<ModerationResult>> verdict =
                answer.thenApply(results -> Optional.of(Results.union(results)));
        CompletableFuture<Optional<ModerationResult>> outcome =
                judge.failsOpen() ? verdict.exceptionally(error -> Optional.empty()) : verdict;
        CompletableFuture<Void> ignored = outcome.handle((result, error) -> {
            if (outcome.isCancelled()) {
                answer.cancel(true);
            }
            return null;
        });
        return outcome;
    }

    private CompletableFuture<List<ModerationResult>> ask(List<String> texts) {
        CompletableFuture<List<ModerationResult>> asked = asked(texts);
        CompletableFuture<List<ModerationResult>> answer =
                limit.within(asked.copy(), judge.timeout()).thenApply(results -> checked(results, texts.size()));
        CompletableFuture<Void> ignored = answer.handle((results, error) -> {
            if (error != null) {
                note(answer, error);
                asked.cancel(true);
            }
            return null;
        });
        return answer;
    }

    /** The results, which another's code has made. */
    private static List<ModerationResult> checked(List<ModerationResult> results, int expected) {
        if (Objects.isNull(results)) {
            throw new IllegalStateException("the moderator gave null in place of results");
        }
        if (results.size() != expected) {
            throw new IllegalStateException(results.size() + " results for " + expected + " texts");
        }
        if (results.stream().anyMatch(Objects::isNull)) {
            throw new IllegalStateException("the moderator gave null among its results");
        }
        return results;
    }

    private CompletableFuture<List<ModerationResult>> asked(List<String> texts) {
        try {
            CompletableFuture<List<ModerationResult>> asked = judge.moderator().moderate(texts);
            return Objects.isNull(asked)
                    ? CompletableFuture.failedFuture(new IllegalStateException("the moderator gave null, no future"))
                    : asked;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void note(CompletableFuture<?> answer, Throwable error) {
        if (answer.isCancelled()) {
            return;
        }
        failures.increment();
        String what = judge.failsOpen() ? "no verdict: the text is shown all the same" : "no verdict: the answer ends";
        LOG.log(told.getAndSet(true) ? Level.DEBUG : Level.WARNING, what + " (" + cause(error) + ")");
        LOG.log(Level.DEBUG, what, error);
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }
}
