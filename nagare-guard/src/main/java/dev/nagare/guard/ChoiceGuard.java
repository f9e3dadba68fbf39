package dev.nagare.guard;

import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One choice of a chat stream: a session for each of its text fields. */
final class ChoiceGuard {
    private final int index;
    private final Findings findings;
    private final FieldGuard<TokenLogprob> content;
    private final FieldGuard<TokenLogprob> reasoning;
    private final FieldGuard<TokenLogprob> refusal;
    private final Map<Integer, ToolCallGuard> calls = new TreeMap<>();
    private final FunctionGuard function;
    private final LogprobsForm logprobsForm = new LogprobsForm();
    private boolean over;

    ChoiceGuard(int index, Policy policy) {
        this.index = index;
        this.findings = new Findings(policy);
        this.content = findings.field("content");
        this.reasoning = findings.field("reasoning_content");
        this.refusal = findings.field("refusal");
        this.function = FunctionGuard.function(findings, "function_call");
    }

    int index() {
        return index;
    }

    Findings findings() {
        return findings;
    }

    boolean isBlocked() {
        return findings.isBlocked()
                || content.isBlocked()
                || reasoning.isBlocked()
                || refusal.isBlocked()
                || function.isBlocked()
                || calls.values().stream().anyMatch(ToolCallGuard::isBlocked);
    }

    /** Whether the finish reason has come. */
    boolean isOver() {
        return over;
    }

    /** Takes what a chunk adds, without its finish reason; null when nothing of it may be shown yet. */
    @Nullable
    ChunkChoice accept(ChunkChoice choice) {
        Delta delta = choice.delta();
        Logprobs logprobs = choice.logprobs();
        logprobsForm.note(logprobs, findings::known);
        String shownContent = field(content, delta.content(), logprobs == null ? null : logprobs.content());
        String shownReasoning = field(reasoning, delta.reasoningContent(), null);
        String shownRefusal = field(refusal, delta.refusal(), logprobs == null ? null : logprobs.refusal());
        List<ToolCallDelta> shownCalls = new ArrayList<>();
        for (ToolCallDelta call : delta.toolCalls()) {
            int number = call.index() == null ? 0 : call.index();
            ToolCallDelta shown = calls.computeIfAbsent(number, made -> new ToolCallGuard(findings, made))
                    .accept(call);
            if (shown != null) {
                shownCalls.add(shown);
            }
        }
        FunctionDelta called = delta.functionCall();
        JsonObject ofFunction = called == null ? JsonObject.EMPTY : findings.known(called.additional());
        FunctionGuard.Shown shownFunction = called == null ? null : function.accept(called.name(), called.arguments());
        Delta shown = new Delta(
                delta.role(),
                shownContent,
                shownReasoning,
                shownRefusal,
                shownCalls,
                FunctionGuard.Shown.function(shownFunction, ofFunction),
                findings.known(delta.additional()));
        boolean saysNothing = isEmpty(shown) && !isEmpty(delta);
        return saysNothing && delta.role() == null ? null : with(choice, shown);
    }

    /** The chunk that ends the choice: nothing but the reason, as it came where it came by itself. */
    ChunkChoice finishChunk(ChunkChoice choice, boolean isByItself) {
        return isByItself
                ? new ChunkChoice(
                        index,
                        Delta.EMPTY,
                        choice.logprobs() == null ? null : withoutTokens(choice.logprobs()),
                        choice.finishReason(),
                        findings.known(choice.additional()))
                : ChunkChoice.finish(index, Objects.requireNonNull(choice.finishReason()));
    }

    private Logprobs withoutTokens(Logprobs logprobs) {
        return new Logprobs(logprobs.content(), logprobs.refusal(), findings.known(logprobs.additional()));
    }

    /** What was held back, before the finish reason; null when that is nothing. */
    @Nullable
    ChunkChoice finish() {
        over = true;
        String restOfContent = emptyToNull(content.finish());
        String restOfReasoning = emptyToNull(reasoning.finish());
        String restOfRefusal = emptyToNull(refusal.finish());
        List<ToolCallDelta> restOfCalls = new ArrayList<>();
        calls.values().forEach(call -> {
            ToolCallDelta rest = call.finish();
            if (rest != null) {
                restOfCalls.add(rest);
            }
        });
        FunctionGuard.Shown restOfFunction = function.finish();
        Delta rest = new Delta(
                null,
                restOfContent,
                restOfReasoning,
                restOfRefusal,
                restOfCalls,
                FunctionGuard.Shown.function(restOfFunction, JsonObject.EMPTY),
                JsonObject.EMPTY);
        return isEmpty(rest) ? null : with(ChunkChoice.content(index, ""), rest);
    }

    private static @Nullable String field(
            FieldGuard<TokenLogprob> field, @Nullable String piece, @Nullable List<TokenLogprob> logprobs) {
        List<TokenLogprob> tokens = ChatTokens.of(logprobs);
        if (piece == null) {
            return tokens.isEmpty() ? null : emptyToNull(field.accept("", tokens));
        }
        String shown = field.accept(piece, tokens);
        // An empty piece, as beside the role, stays; a piece that is held back says nothing.
        return shown.isEmpty() && !piece.isEmpty() ? null : shown;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private ChunkChoice with(ChunkChoice choice, Delta shown) {
        Logprobs logprobs = logprobsForm.of(content.releasedTokens(), refusal.releasedTokens(), choice.logprobs());
        JsonObject additional = LogprobsForm.beside(logprobs, findings.known(choice.additional()));
        // Some servers say "" until there is a reason.
        FinishReason reason = isFinish(choice) ? null : choice.finishReason();
        ChunkChoice seen = new ChunkChoice(choice.index(), shown, logprobs, reason, additional);
        return seen.equals(choice) ? choice : seen;
    }

    /** Whether a chunk ends its choice. */
    static boolean isFinish(ChunkChoice choice) {
        return choice.finishReason() != null && !choice.finishReason().value().isEmpty();
    }

    private static boolean isEmpty(Delta delta) {
        return isEmpty(delta.content())
                && isEmpty(delta.reasoningContent())
                && isEmpty(delta.refusal())
                && delta.toolCalls().isEmpty()
                && delta.functionCall() == null
                && delta.additional().isEmpty();
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
