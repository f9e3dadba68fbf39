package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.TokenLogprob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a guard has found in one choice, in all of its fields; it grows with the rules and not with the text. */
final class Findings {
    /** What counts as found when text in a field that nobody knows ends a choice. */
    static final String UNKNOWN_FIELD = "unknown-field";

    /** What counts as found when a call is named once more after its arguments have begun. */
    static final String LATE_NAME = "late-name";

    /** How many places are remembered. */
    static final int PLACES = 100;

    /**
     * A place at which a rule has changed the text that is shown.
     *
     * @param field the field
     * @param start where what replaces the match begins in the field's shown text, in chars
     * @param end where it ends; the start again where a rule has ended the text
     * @param rule the rule's name
     */
    record Place(String field, long start, long end, String rule) {}

    private final Policy policy;
    private final Set<String> categories = new LinkedHashSet<>();
    private final List<Place> places = new ArrayList<>();
    private boolean blocked;

    Findings(Policy policy) {
        this.policy = policy;
    }

    void add(List<GuardEvent> events) {
        events.forEach(event -> categories.add(event.category()));
    }

    /** Notes where a rule has changed what is shown. */
    void add(Place place) {
        if (places.size() < PLACES) {
            places.add(place);
        }
    }

    /** Of a field that a rule has ended no more is shown than this many chars: it ends there, without what was replaced beyond. */
    void cut(String field, long shown) {
        places.removeIf(place -> place.field().equals(field) && place.start() < place.end() && place.end() > shown);
        places.replaceAll(place -> place.field().equals(field) && place.end() > shown
                ? new Place(field, shown, shown, place.rule())
                : place);
    }

    /** Ends the choice for what is wrong with it apart from the text of its fields. */
    void block(String what) {
        blocked = true;
        categories.add(what);
    }

    /** Whether the choice ends for what is wrong with it apart from the text of its fields. */
    boolean isBlocked() {
        return blocked;
    }

    /** The categories of what was found. */
    Set<String> categories() {
        return categories;
    }

    /** The first {@value #PLACES} places at which the text was changed. */
    List<Place> places() {
        return places;
    }

    /** Ends the choice for text in members of its chunk where the policy wants that. */
    void check(JsonObject members) {
        known(members);
    }

    /** The members that may pass by the policy for fields that nobody knows; text there may end the choice. */
    JsonObject known(JsonObject members) {
        JsonObject kept = UnknownText.under(policy, members);
        if (policy.unknownFields() == UnknownFields.BLOCK && !kept.equals(members)) {
            block(UNKNOWN_FIELD);
        }
        return kept;
    }

    /**
     * Whether a rule that changes text finds something in a text, by itself or after what stands before it.
     *
     * @param before what stands before it; what is found in this alone does not count
     */
    boolean isRejected(String before, String text) {
        return isFound("", text) || (!before.isEmpty() && isFound(before, text));
    }

    private boolean isFound(String before, String text) {
        return policy.find(before + text).stream()
                .anyMatch(event -> event.action() != Action.ANNOTATE && event.end() > before.length());
    }

    /** A guard for a field of a chat. */
    FieldGuard<TokenLogprob> field(String name) {
        return new FieldGuard<>(name, policy.newSession(), this, ChatTokens.FORM);
    }

    /** A guard for a field of a chat whose text is JSON. */
    FieldGuard<TokenLogprob> jsonField(String name) {
        return new FieldGuard<>(name, policy.newJsonSession(), this, ChatTokens.FORM);
    }

    /** A guard for the text of the older endpoint. */
    FieldGuard<CompletionTokens.Token> text() {
        return new FieldGuard<>("text", policy.newSession(), this, CompletionTokens.FORM);
    }
}
