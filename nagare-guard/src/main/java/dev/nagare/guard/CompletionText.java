package dev.nagare.guard;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice of the older endpoint under a policy: its text, and the log probabilities beside it. */
final class CompletionText {
    private final Findings findings;
    private final FieldGuard<CompletionTokens.Token> text;
    private final CompletionForm logprobsForm = new CompletionForm();
    private boolean over;

    CompletionText(Policy policy) {
        this.findings = new Findings(policy);
        this.text = findings.text();
    }

    /** Whether there is a finish reason and no text. */
    static boolean saysNothing(CompletionChoice choice) {
        return isFinish(choice) && choice.text().isEmpty();
    }

    /** Whether a chunk ends its choice. */
    static boolean isFinish(CompletionChoice choice) {
        return choice.finishReason() != null && !choice.finishReason().value().isEmpty();
    }

    Findings findings() {
        return findings;
    }

    boolean isBlocked() {
        return findings.isBlocked() || text.isBlocked();
    }

    /** Whether the finish reason has come or a rule has ended the choice. */
    boolean isOver() {
        return over;
    }

    /** Notes that a rule has ended the choice; false when none has, or it has been noted before. */
    boolean endIfBlocked() {
        boolean ends = isBlocked() && !over;
        over |= ends;
        return ends;
    }

    /** Notes whether a chunk that nobody looks at ends the choice. */
    void pass(CompletionChoice choice) {
        over |= isFinish(choice);
    }

    /** Takes what a chunk adds; null when nothing of it may be shown yet. */
    @Nullable
    CompletionChoice accept(CompletionChoice choice) {
        CompletionLogprobs logprobs = choice.logprobs();
        logprobsForm.note(logprobs, findings::known);
        String shown = text.accept(choice.text(), CompletionTokens.of(logprobs));
        JsonObject additional = findings.known(choice.additional());
        boolean isFinish = isFinish(choice);
        if (isFinish && !isBlocked()) {
            shown += text.finish();
        }
        if (isBlocked()) {
            return shown.isEmpty()
                    ? null
                    : new CompletionChoice(shown, choice.index(), released(null), null, JsonObject.EMPTY);
        }
        over = isFinish;
        if (shown.isEmpty() && !isFinish && !choice.text().isEmpty()) {
            return null;
        }
        CompletionChoice seen =
                new CompletionChoice(shown, choice.index(), released(logprobs), choice.finishReason(), additional);
        return seen.equals(choice) ? choice : seen;
    }

    /** What was held back, at the end of a stream without a finish reason; null when that is nothing. */
    @Nullable
    CompletionChoice finish(int index) {
        String rest = text.finish();
        over = !isBlocked();
        return rest.isEmpty() ? null : new CompletionChoice(rest, index, released(null), null, JsonObject.EMPTY);
    }

    /**
     * The log probabilities of the text that has been let go since the last call; null when there are none.
     *
     * @param given those of the chunk with which they go
     */
    private @Nullable CompletionLogprobs released(@Nullable CompletionLogprobs given) {
        // Offsets count in the text that the reader has, which replacements have made shorter or longer.
        List<CompletionTokens.Token> tokens = new ArrayList<>();
        text.released().forEach(each -> tokens.add(each.token().shifted(each.shift())));
        return logprobsForm.of(tokens, given);
    }
}
