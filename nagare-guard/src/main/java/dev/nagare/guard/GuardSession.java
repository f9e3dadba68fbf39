package dev.nagare.guard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text under a policy, piece by piece: text in, text that may be shown out.
 *
 * <p>What has been let go depends on the text so far and never on how it was cut into pieces. At every moment all text is
 * let go before the earliest place where a match may still be under way, and nothing after it. So no character of a match
 * ever leaves, whatever comes next, and no other waits longer than it must: a continuation exists that would make the
 * first character held back part of a match.
 *
 * <p>The cut is at the earliest <em>unfinished</em> match. A match that is complete says nothing about a longer one that
 * began before it and is not.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class GuardSession {
    /** The name in events of the rule that ends a text with too many invisible characters in a row. */
    public static final String INVISIBLE_RUN = "invisible-run";

    private final Policy policy;
    private final Units units;
    private final Scan scan;
    private final @Nullable PhraseScanner phrases;
    private final @Nullable PatternScanner plain;
    private final @Nullable PatternScanner folded;

    private final HeldText held;

    /** What stands outside the strings of a JSON text, where some of it may be replaced. */
    private final @Nullable JsonValues values;

    private long length;
    private List<GuardEvent> events = new ArrayList<>();

    /** How many code points without a symbol came last: as words are seen, and as numbers are. */
    private int invisibleToWords;

    private int invisibleToNumbers;
    private @Nullable GuardEvent block;
    private boolean over;

    GuardSession(Policy policy, boolean json) {
        this.policy = policy;
        this.units = json ? new JsonUnits() : new TextUnits();
        this.held = new HeldText(policy, json);
        this.values = json && policy.isReplacing() ? new JsonValues(policy.jsonStarts()) : null;
        this.scan = new Scan();
        PhraseAutomaton automaton = policy.phrases();
        this.phrases = automaton == null ? null : new PhraseScanner(automaton);
        this.plain = policy.plain().isEmpty() ? null : new PatternScanner(policy.plain(), Folding.PLAIN, policy);
        this.folded = policy.folded().isEmpty() ? null : new PatternScanner(policy.folded(), Folding.WORDS, policy);
    }

    /** Takes the next piece of the text; after a block or the end it has no effect. */
    public Release accept(CharSequence text) {
        if (over || text.isEmpty()) {
            return nothing();
        }
        if (policy.isEmpty()) {
            length += text.length();
        } else {
            for (int i = 0; i < text.length() && block == null; i++) {
                units.accept(text.charAt(i), length++, scan);
            }
        }
        long live = liveStart();
        if (held.isEmpty() && live == length && block == null && events.isEmpty()) {
            held.pass(length);
            if (values != null) {
                values.forget(live);
            }
            return new Release(text.toString(), List.of());
        }
        held.append(text);
        return release(live);
    }

    /** Ends the text: everything that is no match is let go. After it nothing has an effect. */
    public Release finish() {
        if (over) {
            return nothing();
        }
        if (!policy.isEmpty()) {
            units.end(length, scan);
            if (block == null) {
                scan.separator();
            }
        }
        Release release = release(length);
        over = true;
        return release;
    }

    private Release nothing() {
        held.rest();
        return Release.NOTHING;
    }

    /** How many chars are held back now. */
    public int held() {
        return held.length();
    }

    /**
     * The names of the rules for which text is held back now, in the policy's order: those of which a match may be under way
     * that would reach into it. Empty when nothing is held, or only half of a character, or a number of a JSON text inside
     * which none has begun yet.
     *
     * <p>For explanations: it costs far more than a character does.
     */
    public List<String> holdback() {
        BitSet live = new BitSet();
        if (!over && phrases != null) {
            phrases.unfinished(live);
        }
        if (!over && plain != null) {
            plain.unfinished(live);
        }
        if (!over && folded != null) {
            folded.unfinished(live);
        }
        return live.stream()
                .mapToObj(policy::rule)
                .filter(Rule::isHeld)
                .map(Rule::name)
                .toList();
    }

    /** Whether a rule has ended the text. */
    public boolean isBlocked() {
        return block != null;
    }

    /** What ended the text, or null when nothing has. */
    public @Nullable GuardEvent block() {
        return block;
    }

    /** The text that is held back, and what became of the text that was let go last. */
    HeldText heldText() {
        return held;
    }

    /** How many numbers and literals of a JSON text are remembered. */
    int remembered() {
        return values == null ? 0 : values.size();
    }

    private long liveStart() {
        long live = Math.min(length, units.pendingStart());
        if (phrases != null) {
            live = Math.min(live, phrases.liveStart());
        }
        if (plain != null) {
            live = Math.min(live, plain.liveStart());
        }
        if (folded != null) {
            live = Math.min(live, folded.liveStart());
        }
        return heldFrom(live);
    }

    /** Where what must be held begins when everything from a place on must be. */
    private long heldFrom(long place) {
        return values == null ? place : values.heldFrom(place);
    }

    private boolean isSwallowing() {
        return (values != null && values.isGrowing())
                || (plain != null && plain.isSwallowing())
                || (folded != null && folded.isSwallowing());
    }

    /** Lets everything go that stands before a place, or before a block. */
    private Release release(long live) {
        GuardEvent end = block;
        long cut = end == null ? live : Math.min(live, heldFrom(end.start()));
        boolean mayGrow = end == null && !over && held.isReplacing() && isSwallowing();
        String text = held.release(cut, mayGrow ? length : -1, events);
        if (values != null) {
            values.forget(live);
        }
        if (end != null) {
            held.end(length, events);
            events.add(end);
            over = true;
        }
        if (text.isEmpty() && events.isEmpty()) {
            return Release.NOTHING;
        }
        Release release = new Release(text, events);
        events = new ArrayList<>();
        return release;
    }

    /** What the scanners are fed by, and what they report to. */
    private final class Scan implements Units.Sink, Matches {
        @Override
        public void unit(int codePoint, long start, long end) {
            if (block != null) {
                return;
            }
            if (values != null && !units.inString()) {
                values.accept(codePoint, start, end, held);
            }
            boolean isWord = true;
            boolean isNumber = true;
            if (folded != null) {
                isWord = folded.accept(codePoint, start, end, this);
            }
            if (plain != null) {
                isNumber = plain.accept(codePoint, start, end, this);
            }
            if (phrases != null) {
                isWord = phrases.accept(codePoint, start, end, this);
            }
            invisibleToWords = isWord ? 0 : invisibleToWords + 1;
            invisibleToNumbers = isNumber ? 0 : invisibleToNumbers + 1;
            if (!isWord || !isNumber) {
                boundRun(start, end);
            }
        }

        /** Ends the text when one invisible character more than is borne stands where something is held back. */
        private void boundRun(long start, long end) {
            int tooMany = policy.certificate().maxInvisibleRun() + 1;
            boolean isHeld = (invisibleToNumbers == tooMany && plain != null && plain.liveStart() < start)
                    || (invisibleToWords == tooMany
                            && ((phrases != null && phrases.liveStart() < start)
                                    || (folded != null && folded.liveStart() < start)));
            if (isHeld) {
                block(new GuardEvent(INVISIBLE_RUN, INVISIBLE_RUN, Action.BLOCK, start, end));
            }
        }

        @Override
        public void separator() {
            if (values != null) {
                values.close();
            }
            if (phrases != null) {
                phrases.end(this);
            }
            if (plain != null) {
                plain.end(this);
            }
            if (folded != null) {
                folded.end(this);
            }
            invisibleToWords = 0;
            invisibleToNumbers = 0;
        }

        @Override
        public void found(int index, long start, long end) {
            Rule rule = policy.rule(index);
            switch (rule.action()) {
                case BLOCK -> block(new GuardEvent(rule.name(), rule.category(), Action.BLOCK, start, end));
                case REDACT -> redact(index, start, end);
                case ANNOTATE -> events.add(new GuardEvent(rule.name(), rule.category(), Action.ANNOTATE, start, end));
            }
        }

        private void redact(int index, long start, long end) {
            if (values == null || units.inString()) {
                held.replace(new Spans.Match(index, start, end), start, end, units.inString());
            } else if (!values.strike(index, start, end, held)) {
                Rule rule = policy.rule(index);
                block(new GuardEvent(rule.name(), rule.category(), Action.BLOCK, start, end));
            }
        }

        private void block(GuardEvent event) {
            GuardEvent known = block;
            if (known == null || event.start() < known.start()) {
                block = event;
            }
        }
    }
}
