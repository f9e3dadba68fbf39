package dev.nagare.local;

import dev.nagare.engine.GenerationSink;
import dev.nagare.local.sampling.TokenProbabilities;
import dev.nagare.local.text.TokenText.Piece;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionTokensDetails;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.PromptTokensDetails;
import dev.nagare.wire.Role;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Presents an answer as the chunks of a chat: a role, pieces of text, and the finish chunks when all choices are done. */
final class ChatGeneration extends LocalGeneration<ChatCompletionChunk> {
    private static final JsonObject NO_LOGPROBS_NO_FINISH = JsonObject.nulls("logprobs", "finish_reason");
    private static final JsonObject NO_FINISH = JsonObject.nulls("finish_reason");
    private static final JsonObject NO_LOGPROBS = JsonObject.nulls("logprobs");
    private static final JsonObject NO_REFUSAL = JsonObject.nulls("refusal");
    private static final CompletionTokensDetails NOTHING_SPECIAL =
            new CompletionTokensDetails(0L, 0L, 0L, 0L, null, JsonObject.EMPTY);

    private final Envelope envelope;
    private final TokenTexts texts;
    private final boolean withLogprobs;

    ChatGeneration(
            GenerationSink<ChatCompletionChunk> sink, Envelope envelope, LoadedModel model, boolean withLogprobs) {
        super(sink);
        this.envelope = envelope;
        this.texts = new TokenTexts(model.tokenizer());
        this.withLogprobs = withLogprobs;
    }

    @Override
    void begin(Choice choice) {
        Delta role = new Delta(Role.ASSISTANT, "", null, null, List.of(), NO_REFUSAL);
        say(choice, role, List.of());
    }

    @Override
    void say(Choice choice, Piece<TokenScore> piece) {
        say(choice, Delta.ofContent(piece.text()), piece.tokens());
    }

    @Override
    void finish(Choice choice, FinishReason reason, Piece<TokenScore> last) {
        if (!last.text().isEmpty()) {
            say(choice, last);
        }
    }

    @Override
    void finishAll(List<Choice> ended) {
        for (Choice choice : ended) {
            emit(new ChunkChoice(choice.index(), Delta.EMPTY, null, choice.reason(), NO_LOGPROBS));
        }
    }

    @Override
    Usage usage(long promptTokens, long completionTokens, long cachedTokens) {
        return new Usage(
                promptTokens,
                completionTokens,
                promptTokens + completionTokens,
                new PromptTokensDetails(cachedTokens, 0L, null, null, null, JsonObject.EMPTY),
                NOTHING_SPECIAL,
                JsonObject.EMPTY);
    }

    private void say(Choice choice, Delta delta, List<TokenScore> scores) {
        emit(
                withLogprobs
                        ? new ChunkChoice(choice.index(), delta, logprobs(scores), null, NO_FINISH)
                        : new ChunkChoice(choice.index(), delta, null, null, NO_LOGPROBS_NO_FINISH));
    }

    private void emit(ChunkChoice choice) {
        emit(new ChatCompletionChunk(
                envelope.id(),
                envelope.created(),
                envelope.model(),
                envelope.serviceTier(),
                envelope.fingerprint(),
                List.of(choice),
                null,
                null,
                null,
                JsonObject.EMPTY));
    }

    private Logprobs logprobs(List<TokenScore> scores) {
        List<TokenLogprob> content = new ArrayList<>(scores.size());
        for (TokenScore score : scores) {
            TokenProbabilities probabilities = score.probabilities();
            if (probabilities != null) {
                content.add(logprob(probabilities.token(), probabilities.logProbability(), mostLikely(probabilities)));
            }
        }
        return new Logprobs(content, null, NO_REFUSAL);
    }

    private List<TokenLogprob> mostLikely(TokenProbabilities probabilities) {
        List<TokenLogprob> top = new ArrayList<>(probabilities.topCount());
        for (int place = 0; place < probabilities.topCount(); place++) {
            top.add(logprob(probabilities.topToken(place), probabilities.topLogProbability(place), null));
        }
        return top;
    }

    private TokenLogprob logprob(int token, double logProbability, @Nullable List<TokenLogprob> top) {
        return new TokenLogprob(
                texts.text(token), TokenTexts.sayable(logProbability), texts.byteValues(token), top, JsonObject.EMPTY);
    }
}
