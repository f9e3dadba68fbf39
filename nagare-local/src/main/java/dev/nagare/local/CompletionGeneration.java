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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Presents an answer as the chunks of the older endpoint: pieces of text, {@code length} on the last of them,
 * {@code stop} on a chunk of its own, so that no piece waits for the next token.
 */
final class CompletionGeneration extends LocalGeneration<CompletionChunk> {
    private static final JsonObject NO_LOGPROBS_NO_FINISH = JsonObject.nulls("logprobs", "finish_reason");
    private static final JsonObject NO_FINISH = JsonObject.nulls("finish_reason");
    private static final JsonObject NO_LOGPROBS = JsonObject.nulls("logprobs");

    private final Envelope envelope;
    private final TokenTexts texts;
    private List<String> echoes = List.of();
    private int choicesEach = 1;
    private boolean namesMostLikely;

    CompletionGeneration(GenerationSink<CompletionChunk> sink, Envelope envelope, LoadedModel model) {
        super(sink);
        this.envelope = envelope;
        this.texts = new TokenTexts(model.tokenizer());
    }

    /** Understands the request and submits it. */
    void startPlan(Supplier<Plan> planner) {
        start(() -> {
            Plan plan = planner.get();
            echoes = plan.echoes();
            choicesEach = plan.choicesEach();
            namesMostLikely = plan.logprobs() > 0;
            return plan;
        });
    }

    @Override
    void begin(Choice choice) {
        String echo = echoes.get(choice.index() / choicesEach);
        if (!echo.isEmpty()) {
            emit(choice, echo, null, null);
        }
    }

    @Override
    void say(Choice choice, Piece<TokenScore> piece) {
        emit(choice, piece.text(), logprobs(piece.tokens()), null);
    }

    @Override
    void finish(Choice choice, FinishReason reason, Piece<TokenScore> last) {
        if (reason.equals(FinishReason.LENGTH)) {
            emit(choice, last.text(), logprobs(last.tokens()), reason);
            return;
        }
        if (!last.text().isEmpty()) {
            say(choice, last);
        }
        emit(choice, "", null, reason);
    }

    @Override
    void finishAll(List<Choice> ended) {
        // Every finish reason has been said: on this endpoint it does not wait for the other choices.
    }

    @Override
    Usage usage(long promptTokens, long completionTokens, long cachedTokens) {
        return Usage.of(promptTokens, completionTokens);
    }

    private void emit(
            Choice choice, String text, @Nullable CompletionLogprobs logprobs, @Nullable FinishReason reason) {
        JsonObject nulls = JsonObject.EMPTY;
        if (reason == null) {
            nulls = logprobs == null ? NO_LOGPROBS_NO_FINISH : NO_FINISH;
        } else if (logprobs == null) {
            nulls = NO_LOGPROBS;
        }
        emit(new CompletionChunk(
                envelope.id(),
                envelope.created(),
                List.of(new CompletionChoice(text, choice.index(), logprobs, reason, nulls)),
                envelope.model(),
                envelope.fingerprint(),
                null,
                JsonObject.EMPTY));
    }

    private @Nullable CompletionLogprobs logprobs(List<TokenScore> scores) {
        List<Integer> offsets = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<@Nullable Map<String, Double>> top = new ArrayList<>();
        for (TokenScore score : scores) {
            TokenProbabilities probabilities = score.probabilities();
            if (probabilities == null) {
                return null;
            }
            offsets.add((int) score.start());
            values.add(TokenTexts.sayable(probabilities.logProbability()));
            tokens.add(texts.legacyText(probabilities.token()));
            top.add(mostLikely(probabilities));
        }
        if (tokens.isEmpty()) {
            return null;
        }
        if (namesMostLikely) {
            return CompletionLogprobs.of(offsets, values, tokens, top);
        }
        return CompletionLogprobs.of(offsets, values, tokens, null);
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
