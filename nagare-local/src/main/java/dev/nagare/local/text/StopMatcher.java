package dev.nagare.local.text;

/**
 * Lets text through up to the first stop sequence.
 *
 * <p>Held back is exactly the longest end of the text that is the beginning of a stop sequence, never more. The stop
 * sequence that is complete first ends the text; of several that end at the same character the longest, so that no part
 * of it is left. Text is given in whole characters.
 */
public final class StopMatcher {
    private final StopAutomaton automaton;
    private final StringBuilder held = new StringBuilder();
    private int state = StopAutomaton.START;
    private boolean stopped;

    /** A matcher at the beginning of a text. */
    public StopMatcher(StopAutomaton automaton) {
        this.automaton = automaton;
    }

    /** Takes the next text and appends what may be shown; nothing after a stop sequence. */
    public void push(CharSequence text, StringBuilder out) {
        for (int i = 0; i < text.length() && !stopped; i++) {
            held.append(text.charAt(i));
            state = automaton.next(state, text.charAt(i));
            if (automaton.match(state) > 0) {
                stopped = true;
                out.append(held, 0, held.length() - automaton.match(state));
                held.setLength(0);
            }
        }
        if (!stopped) {
            int free = held.length() - automaton.depth(state);
            out.append(held, 0, free);
            held.delete(0, free);
        }
    }

    /** Whether a stop sequence was found. */
    public boolean isStopped() {
        return stopped;
    }

    /** Ends the text: what was held back is no stop sequence. */
    public void finish(StringBuilder out) {
        out.append(held);
        held.setLength(0);
        state = StopAutomaton.START;
    }
}
