package dev.nagare.guard;

import dev.nagare.wire.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text field of one choice: its session, and the log probabilities that go in step with it. */
final class FieldGuard {
    private final GuardSession session;
    private final Findings findings;
    private final TokenQueue<TokenLogprob> tokens;
    private long fed;

    FieldGuard(GuardSession session, Findings findings) {
        this.session = session;
        this.findings = findings;
        this.tokens = new TokenQueue<>(TokenLogprob::token);
    }

    /** Takes a piece and its log probabilities; returns what may be shown of all text so far. */
    String accept(String piece, @Nullable List<TokenLogprob> logprobs) {
        if (logprobs != null) {
            tokens.add(logprobs, piece, fed);
        }
        fed += piece.length();
        return shown(session.accept(piece));
    }

    /** Ends the text. */
    String finish() {
        return shown(session.finish());
    }

    private String shown(Release release) {
        findings.add(release.events());
        tokens.removed(session.removed());
        return release.text();
    }

    /** The log probabilities of the text that has been let go since the last call. */
    List<TokenLogprob> releasedTokens() {
        List<TokenLogprob> released = new ArrayList<>();
        for (TokenLogprob token : tokens.release(session.decided())) {
            released.add(findings.withoutRejectedAlternatives(token));
        }
        return released;
    }

    boolean isBlocked() {
        return session.isBlocked();
    }

    boolean isHolding() {
        return session.held() > 0;
    }
}
