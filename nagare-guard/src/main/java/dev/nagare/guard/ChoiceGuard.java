package dev.nagare.guard;

import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One choice of a chat stream: a session for each of its text fields. */
final class ChoiceGuard {
    private final int index;
    private final Findings findings;
    private final FieldGuard content;
    private final FieldGuard reasoning;
    private final FieldGuard refusal;
    private final Map<Integer, ToolCallGuard> calls = new TreeMap<>();
    private final FunctionGuard function;
    private JsonObject logprobsForm = JsonObject.EMPTY;
    private boolean hasLogprobs;
    private boolean unknownText;
    private boolean over;

    ChoiceGuard(int index, Policy policy) {
        this.index = index;
        this.findings = new Findings(policy);
        this.content = findings.field(false);
        this.reasoning = findings.field(false);
        this.refusal = findings.field(false);
        this.function = new FunctionGuard(findings, true);
    }

    int index() {
        return index;
    }

    List<GuardEvent> events() {
        return findings.events();
    }

    boolean isBlocked() {
        return unknownText
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
        if (logprobs != null) {
            hasLogprobs = true;
            logprobsForm = logprobs.additional();
        }
        String shownContent = field(content, delta.content(), logprobs == null ? null : logprobs.content());
        String shownReasoning = field(reasoning, delta.reasoningContent(), null);
        String shownRefusal = field(refusal, delta.refusal(), logprobs == null ? null : logprobs.refusal());
        List<ToolCallDelta> shownCalls = new ArrayList<>();
        for (ToolCallDelta call : delta.toolCalls()) {
            ToolCallDelta shown = calls.computeIfAbsent(
                            call.index() == null ? 0 : call.index(), key -> new ToolCallGuard(findings))
                    .accept(known(call));
            if (shown != null) {
                shownCalls.add(shown);
            }
        }
        FunctionDelta called = delta.functionCall();
        FunctionGuard.Shown shownFunction = called == null ? null : function.accept(called.name(), called.arguments());
        Delta shown = new Delta(
                delta.role(),
                shownContent,
                shownReasoning,
                shownRefusal,
                shownCalls,
                function(shownFunction),
                known(delta.additional()));
        boolean saysNothing = isEmpty(shown) && !isEmpty(delta);
        return saysNothing && delta.role() == null ? null : with(choice, shown);
    }

    /** What was held back, before the finish reason; null when that is nothing. */
    @Nullable
    ChunkChoice finish() {
        over = true;
        String restOfContent = emptyToNull(content.finish());
        String restOfReasoning = emptyToNull(reasoning.finish());
        String restOfRefusal = emptyToNull(refusal.finish());
        List<ToolCallDelta> restOfCalls = new ArrayList<>();
        calls.forEach((key, call) -> {
            ToolCallDelta rest = call.finish(key);
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
                function(restOfFunction),
                JsonObject.EMPTY);
        if (isEmpty(rest)) {
            return null;
        }
        ChunkChoice form = ChunkChoice.content(index, "");
        return with(form, rest);
    }

    private static @Nullable String field(
            FieldGuard field, @Nullable String piece, @Nullable List<TokenLogprob> logprobs) {
        if (piece == null) {
            return logprobs == null || logprobs.isEmpty() ? null : emptyToNull(field.accept("", logprobs));
        }
        String shown = field.accept(piece, logprobs);
        // An empty piece, as beside the role, stays; a piece that is held back says nothing.
        return shown.isEmpty() && !piece.isEmpty() ? null : shown;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private ChunkChoice with(ChunkChoice choice, Delta shown) {
        List<TokenLogprob> contentTokens = content.releasedTokens();
        List<TokenLogprob> refusalTokens = refusal.releasedTokens();
        Logprobs logprobs = null;
        JsonObject additional = known(choice.additional());
        if (hasLogprobs && (choice.logprobs() != null || !contentTokens.isEmpty() || !refusalTokens.isEmpty())) {
            logprobs = new Logprobs(
                    logprobsForm.isNull("content") ? null : contentTokens,
                    logprobsForm.isNull("refusal") ? null : refusalTokens,
                    known(logprobsForm));
            additional = additional.equals(ChunkChoice.NULL_LOGPROBS_AND_FINISH) ? ChunkChoice.NULL_FINISH : additional;
        }
        boolean same = shown.equals(choice.delta())
                && additional.equals(choice.additional())
                && java.util.Objects.equals(logprobs, choice.logprobs())
                && choice.finishReason() == null;
        return same ? choice : new ChunkChoice(choice.index(), shown, logprobs, null, additional);
    }

    private static @Nullable FunctionDelta function(FunctionGuard.@Nullable Shown shown) {
        return shown == null ? null : new FunctionDelta(shown.name(), shown.arguments(), JsonObject.EMPTY);
    }

    /** The call without text that nobody knows; what its parts have of it is never given on. */
    private ToolCallDelta known(ToolCallDelta call) {
        FunctionDelta named = call.function();
        if (named != null) {
            known(named.additional());
        }
        return new ToolCallDelta(call.index(), call.id(), call.type(), named, call.custom(), known(call.additional()));
    }

    /** The members that may pass by the policy for fields that nobody knows. */
    JsonObject known(JsonObject members) {
        if (findings.policy().unknownFields() == UnknownFields.PASS
                || findings.policy().isEmpty()) {
            return members;
        }
        JsonObject kept = UnknownText.without(members);
        if (!kept.equals(members) && findings.policy().unknownFields() == UnknownFields.BLOCK && !unknownText) {
            unknownText = true;
            findings.unknownField();
        }
        return kept;
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
