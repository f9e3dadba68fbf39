package dev.nagare.local;

import dev.nagare.local.sampling.Sampler;
import dev.nagare.local.sampling.TokenProbabilities;
import dev.nagare.local.schedule.SequenceEnd;
import dev.nagare.local.schedule.SequenceListener;
import dev.nagare.local.text.TokenText;
import dev.nagare.local.text.TokenText.Piece;
import dev.nagare.local.tokenizer.Tokenizer;
import dev.nagare.wire.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One answer while it is generated: logits in, tokens out, and their text to the generation. */
final class Choice implements SequenceListener {
    private enum State {
        RUNNING,
        FINISHED,
        DROPPED
    }

    private final LocalGeneration<?> generation;
    private final Plan plan;
    private final int index;
    private final Tokenizer tokenizer;
    private final Sampler sampler;
    private final TokenText<TokenScore> text;
    private final int limit;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private boolean begun;
    private int tokens;
    private int chosen;
    private double logProbability;
    private int cachedTokens;
    private @Nullable FinishReason reason;

    Choice(LocalGeneration<?> generation, Plan plan, int index) {
        this.generation = generation;
        this.plan = plan;
        this.index = index;
        tokenizer = plan.model().tokenizer();
        sampler = new Sampler(plan.samplingOf(index), plan.model().scratch());
        text = new TokenText<>(plan.stops());
        limit = plan.limits().get(plan.promptOf(index));
    }

    int index() {
        return index;
    }

    /** The tokens generated so far, without the one that ends the answer. */
    int tokens() {
        return tokens;
    }

    /** The prompt tokens that did not have to be computed. */
    int cachedTokens() {
        return cachedTokens;
    }

    /**
     * The mean log probability of the tokens that were chosen, the one that ended the answer among them; known where
     * {@link Plan#scoresTokens()}.
     */
    double meanLogProbability() {
        return logProbability / chosen;
    }

    /** Why the answer ended; null before that. */
    @Nullable
    FinishReason reason() {
        return reason;
    }

    /** Gives the answer up, unless it has come to its own end; whether that changed anything. */
    boolean drop() {
        return state.compareAndSet(State.RUNNING, State.DROPPED);
    }

    boolean isDropped() {
        return state.get() == State.DROPPED;
    }

    @Override
    public boolean readsPrompt() {
        return plan.scoresPrompts();
    }

    @Override
    public void prompt(float[] logits, int offset, int position) {
        generation.prompt(this, logits, offset, position);
    }

    @Override
    public int next(float[] logits, int offset, int position) {
        if (generation.isOver() || isDropped()) {
            return END;
        }
        if (limit == 0) {
            begin();
            return finish(FinishReason.LENGTH, new Piece<>("", List.of()));
        }
        int token = sampler.next(logits, offset);
        begin();
        TokenScore score = score(logits, offset, token);
        if (tokenizer.endsGeneration(token)) {
            return finish(FinishReason.STOP, text.finish());
        }
        tokens++;
        Piece<TokenScore> piece = text.push(tokenizer.bytes(token), score);
        if (text.isStopped()) {
            return finish(FinishReason.STOP, piece);
        }
        if (tokens == limit) {
            return finish(FinishReason.LENGTH, join(piece, text.finish()));
        }
        if (!piece.text().isEmpty()) {
            generation.say(this, piece);
        }
        return token;
    }

    @Override
    public void ended(SequenceEnd end) {
        cachedTokens = end.cachedTokens();
        generation.ended(end);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            generation.begin(this);
        }
    }

    private int finish(FinishReason why, Piece<TokenScore> last) {
        if (state.compareAndSet(State.RUNNING, State.FINISHED)) {
            reason = why;
            generation.finish(this, why, last);
        }
        return END;
    }

    private TokenScore score(float[] logits, int offset, int token) {
        if (!plan.scoresTokens()) {
            return new TokenScore(token, text.length(), null);
        }
        int top = Math.max(0, plan.logprobs());
        TokenProbabilities probabilities = TokenProbabilities.of(logits, offset, tokenizer.size(), token, top);
        chosen++;
        logProbability += probabilities.logProbability();
        return new TokenScore(token, text.length(), probabilities);
    }

    private static Piece<TokenScore> join(Piece<TokenScore> first, Piece<TokenScore> second) {
        List<TokenScore> scores = new ArrayList<>(first.tokens());
        scores.addAll(second.tokens());
        return new Piece<>(first.text() + second.text(), scores);
    }
}
