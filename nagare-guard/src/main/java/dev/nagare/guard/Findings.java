package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/** What a guard has found in one choice, in all of its fields. */
final class Findings {
    private final Policy policy;
    private final List<GuardEvent> events = new ArrayList<>();

    Findings(Policy policy) {
        this.policy = policy;
    }

    void add(List<GuardEvent> more) {
        events.addAll(more);
    }

    /** Notes that text of a field that the guard does not know has ended the choice. */
    void unknownField() {
        events.add(new GuardEvent("unknown-field", "unknown-field", Action.BLOCK, 0, 0));
    }

    List<GuardEvent> events() {
        return List.copyOf(events);
    }

    /** The token without alternatives that a rule rejects by themselves, and without text that nobody knows. */
    TokenLogprob withoutRejectedAlternatives(TokenLogprob token) {
        List<TokenLogprob> alternatives = token.topLogprobs();
        if (policy.isEmpty()) {
            return token;
        }
        List<TokenLogprob> kept = alternatives == null
                ? null
                : alternatives.stream()
                        .filter(alternative ->
                                alternative.token().equals(token.token()) || !isRejected(alternative.token()))
                        .map(this::withoutRejectedAlternatives)
                        .toList();
        JsonObject additional = policy.unknownFields() == UnknownFields.PASS
                ? token.additional()
                : UnknownText.without(token.additional());
        TokenLogprob known = new TokenLogprob(token.token(), token.logprob(), token.bytes(), kept, additional);
        return known.equals(token) ? token : known;
    }

    /** Whether a rule that changes text finds anything in a text by itself. */
    boolean isRejected(String text) {
        return policy.find(text).stream().anyMatch(event -> event.action() != Action.ANNOTATE);
    }

    /** A session for a field, or for one in JSON. */
    FieldGuard field(boolean json) {
        return new FieldGuard(json ? policy.newJsonSession() : policy.newSession(), this);
    }

    Policy policy() {
        return policy;
    }
}
