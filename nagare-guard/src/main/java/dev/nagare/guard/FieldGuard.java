package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * One text field of one choice: its session, and the log probabilities that go in step with it. A token that might have
 * come in another's place goes with it unless a rule rejects it where it would have stood, after the text before it.
 *
 * @param <T> the type of token
 */
final class FieldGuard<T> {
    private final String name;
    private final GuardSession session;
    private final Findings findings;
    private final TokenForm<T> form;
    private final TokenPlaces<T> places;
    private final TokenQueue<T> tokens = new TokenQueue<>();
    private long shown;
    private boolean over;

    FieldGuard(String name, GuardSession session, Findings findings, TokenForm<T> form) {
        this.name = name;
        this.session = session;
        this.findings = findings;
        this.form = form;
        this.places = new TokenPlaces<>(form);
    }

    /** Takes a piece and its log probabilities; returns what may be shown of all text so far. */
    String accept(String piece, List<T> given) {
        List<TokenPlaces.Placed<T>> placed = places.add(piece, given);
        if (!placed.isEmpty()) {
            String held = session.heldText().toString() + piece;
            placed.forEach(each -> tokens.add(seen(each, held)));
        }
        return shown(session.accept(piece));
    }

    /** The token without the alternatives that are rejected where it stands. */
    private TokenPlaces.Placed<T> seen(TokenPlaces.Placed<T> placed, String held) {
        long at = placed.start() - session.heldText().start();
        // What came before a token that is late has been let go already, and nobody knows any more how it went on.
        String before = at < 0 ? null : held.substring(0, (int) at);
        T token = form.keeping(
                placed.token(), text -> before != null && !findings.isRejected(before, text), findings::known);
        return new TokenPlaces.Placed<>(token, placed.start(), placed.end());
    }

    /** Ends the text. */
    String finish() {
        return shown(session.finish());
    }

    private String shown(Release release) {
        findings.add(release.events());
        for (HeldText.Replacement each : session.heldText().replacements()) {
            findings.add(new Findings.Place(name, shown + each.start(), shown + each.end(), each.rule()));
        }
        shown += release.text().length();
        GuardEvent end = session.block();
        if (end != null && !over) {
            over = true;
            findings.add(new Findings.Place(name, shown, shown, end.rule()));
        }
        tokens.removed(session.heldText().removed(), places.start());
        return release.text();
    }

    /** The log probabilities of the text that has been let go since the last call. */
    List<TokenQueue.Shown<T>> released() {
        return tokens.release(session.heldText().start());
    }

    /** The same, where tokens do not say where they stand. */
    List<T> releasedTokens() {
        List<T> released = new ArrayList<>();
        released().forEach(each -> released.add(each.token()));
        return released;
    }

    /** Of the text that a rule has ended no more is shown than this many chars. */
    void showOnly(long chars) {
        findings.cut(name, chars);
    }

    boolean isBlocked() {
        return session.isBlocked();
    }

    boolean isHolding() {
        return session.held() > 0;
    }
}
