package dev.nagare.local;

import dev.nagare.engine.GenerationSink;
import dev.nagare.local.sampling.TokenProbabilities;
import dev.nagare.local.text.TokenText.Piece;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Presents an answer as the chunks of the older endpoint: pieces of text, {@code length} on the last of them,
 * {@code stop} on a chunk of its own, so that no piece waits for the next token.
 *
 * <p>Where the best of several answers are asked for, all are held until all have ended; then those of the highest mean
 * log probability are said, the best first.
 */
final class CompletionGeneration extends LocalGeneration<CompletionChunk> {
    private static final JsonObject NO_LOGPROBS_NO_FINISH = JsonObject.nulls("logprobs", "finish_reason");
    private static final JsonObject NO_FINISH = JsonObject.nulls("finish_reason");
    private static final JsonObject NO_LOGPROBS = JsonObject.nulls("logprobs");

    private final Envelope envelope;
    private final TokenTexts texts;
    private final Supplier<Plan> planner;
    private final Map<Choice, List<Part>> held = new HashMap<>();
    private List<PromptScores> scores = List.of();
    private @Nullable Plan plan;

    /** What a chunk says of a choice, whatever number the choice is given. */
    private record Part(
            String text,
            @Nullable CompletionLogprobs logprobs,
            @Nullable FinishReason reason) {}

    /**
     * A generation that has not started.
     *
     * @param planner understands the request
     */
    CompletionGeneration(
            GenerationSink<CompletionChunk> sink, Envelope envelope, LoadedModel model, Supplier<Plan> planner) {
        super(sink);
        this.envelope = envelope;
        this.texts = new TokenTexts(model.tokenizer());
        this.planner = planner;
    }

    /** Understands the request and submits it. */
    void start() {
        start(() -> {
            Plan made = planner.get();
            plan = made;
            if (made.scoresPrompts()) {
                scores = made.prompts().stream()
                        .map(prompt -> new PromptScores(prompt, texts, made.logprobs()))
                        .toList();
            }
            return made;
        });
    }

    private Plan plan() {
        Plan made = plan;
        if (made == null) {
            throw new IllegalStateException("the request is not understood yet");
        }
        return made;
    }

    private Plan.PromptTokens promptOf(Choice choice) {
        return plan().prompts().get(plan().promptOf(choice.index()));
    }

    @Override
    void prompt(Choice choice, float[] logits, int offset, int position) {
        scores.get(plan().promptOf(choice.index())).add(logits, offset, position);
    }

    @Override
    void begin(Choice choice) {
        if (plan().scoresPrompts()) {
            List<TokenScore> tokens =
                    scores.get(plan().promptOf(choice.index())).tokens();
            say(choice, new Part(promptOf(choice).text(), logprobs(tokens, 0), null));
        } else if (plan().echo() && !promptOf(choice).text().isEmpty()) {
            say(choice, new Part(promptOf(choice).text(), null, null));
        }
    }

    @Override
    void say(Choice choice, Piece<TokenScore> piece) {
        say(choice, part(choice, piece, null));
    }

    @Override
    void finish(Choice choice, FinishReason reason, Piece<TokenScore> last) {
        if (reason.equals(FinishReason.LENGTH)) {
            say(choice, part(choice, last, reason));
            return;
        }
        if (!last.text().isEmpty()) {
            say(choice, last);
        }
        say(choice, new Part("", null, reason));
    }

    /** Where nothing is held every finish reason has been said: on this endpoint it does not wait for the others. */
    @Override
    void finishAll(List<Choice> ended) {
        for (int prompt = 0; plan().picks() && prompt < plan().prompts().size(); prompt++) {
            int asked = prompt;
            List<Choice> best = ended.stream()
                    .filter(choice -> plan().promptOf(choice.index()) == asked)
                    .sorted(Comparator.comparingDouble(Choice::meanLogProbability)
                            .reversed())
                    .toList();
            for (int place = 0; place < plan().answersEach(); place++) {
                int index = prompt * plan().answersEach() + place;
                if (!isUnwanted(index)) {
                    held.getOrDefault(best.get(place), List.of()).forEach(part -> emit(index, part));
                }
            }
        }
    }

    @Override
    Usage usage(long promptTokens, long completionTokens, long cachedTokens) {
        return Usage.of(promptTokens, completionTokens);
    }

    private void say(Choice choice, Part part) {
        if (plan().picks()) {
            held.computeIfAbsent(choice, each -> new ArrayList<>()).add(part);
        } else {
            emit(choice.index(), part);
        }
    }

    private void emit(int index, Part part) {
        JsonObject nulls = JsonObject.EMPTY;
        if (part.reason == null) {
            nulls = part.logprobs == null ? NO_LOGPROBS_NO_FINISH : NO_FINISH;
        } else if (part.logprobs == null) {
            nulls = NO_LOGPROBS;
        }
        emit(new CompletionChunk(
                envelope.id(),
                envelope.created(),
                List.of(new CompletionChoice(part.text, index, part.logprobs, part.reason, nulls)),
                envelope.model(),
                envelope.fingerprint(),
                null,
                JsonObject.EMPTY));
    }

    private Part part(Choice choice, Piece<TokenScore> piece, @Nullable FinishReason reason) {
        int before = promptOf(choice).text().length();
        return new Part(piece.text(), logprobs(piece.tokens(), before), reason);
    }

    /**
     * The tokens in the form of this endpoint.
     *
     * @param before where the text that they belong to begins; as the original counts, from the beginning of the prompt,
     *     whether that is echoed or not
     */
    private @Nullable CompletionLogprobs logprobs(List<TokenScore> tokenScores, int before) {
        if (plan().logprobs() == Plan.NO_LOGPROBS || tokenScores.isEmpty()) {
            return null;
        }
        List<Integer> offsets = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<@Nullable Map<String, Double>> top = new ArrayList<>();
        for (TokenScore score : tokenScores) {
            TokenProbabilities probabilities = score.probabilities();
            offsets.add(before + (int) score.start());
            values.add(probabilities == null ? null : TokenTexts.sayable(probabilities.logProbability()));
            tokens.add(texts.legacyText(score.token()));
            top.add(probabilities == null ? null : mostLikely(probabilities));
        }
        return CompletionLogprobs.of(offsets, values, tokens, plan().logprobs() > 0 ? top : null);
    }

    /** The most likely tokens, and the one that came, whether it is among them or not. */
    private Map<String, Double> mostLikely(TokenProbabilities probabilities) {
        Map<String, Double> top = new LinkedHashMap<>();
        for (int place = 0; place < probabilities.topCount(); place++) {
            top.putIfAbsent(
                    texts.legacyText(probabilities.topToken(place)),
                    TokenTexts.sayable(probabilities.topLogProbability(place)));
        }
        top.putIfAbsent(texts.legacyText(probabilities.token()), TokenTexts.sayable(probabilities.logProbability()));
        return top;
    }
}
