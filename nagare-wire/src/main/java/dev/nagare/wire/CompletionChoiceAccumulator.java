package dev.nagare.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One choice of a stream of the older endpoint so far. */
final class CompletionChoiceAccumulator implements Choices.Finishing {
    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final MergedMembers additional = new MergedMembers();
    private @Nullable FinishReason finishReason;

    private boolean hasLogprobs;
    private boolean hasTopLogprobs;
    private final List<Integer> textOffset = new ArrayList<>();
    private final List<@Nullable Double> tokenLogprobs = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<@Nullable Map<String, Double>> topLogprobs = new ArrayList<>();
    private final MergedMembers logprobsAdditional = new MergedMembers();

    CompletionChoiceAccumulator(int index) {
        this.index = index;
    }

    void add(CompletionChoice choice) {
        text.append(choice.text());
        if (choice.logprobs() != null) {
            add(choice.logprobs());
        }
        if (choice.finishReason() != null && !choice.finishReason().value().isEmpty()) {
            finishReason = choice.finishReason();
        }
        additional.add(choice.additional());
    }

    private void add(CompletionLogprobs more) {
        hasLogprobs = true;
        textOffset.addAll(more.textOffset());
        tokenLogprobs.addAll(more.tokenLogprobs());
        tokens.addAll(more.tokens());
        List<@Nullable Map<String, Double>> top = more.topLogprobs();
        if (top != null) {
            hasTopLogprobs = true;
            topLogprobs.addAll(top);
        } else {
            // Keeps the lists of one length where only some chunks have alternatives.
            for (int i = 0; i < more.tokens().size(); i++) {
                topLogprobs.add(null);
            }
        }
        logprobsAdditional.add(more.additional());
    }

    @Override
    public boolean isFinished() {
        return finishReason != null;
    }

    String text() {
        return text.toString();
    }

    CompletionChoice choice() {
        CompletionLogprobs logprobs = hasLogprobs
                ? new CompletionLogprobs(
                        textOffset,
                        tokenLogprobs,
                        tokens,
                        hasTopLogprobs ? topLogprobs : null,
                        logprobsAdditional.toJson(hasTopLogprobs ? List.of() : List.of("top_logprobs")))
                : null;
        return new CompletionChoice(text(), index, logprobs, finishReason, additional.toJson());
    }
}
