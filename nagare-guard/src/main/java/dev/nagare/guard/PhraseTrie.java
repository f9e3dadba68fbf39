package dev.nagare.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tree of a policy's phrases, numbered breadth first, from which a {@link PhraseAutomaton} is made. */
final class PhraseTrie {
    private final List<Phrase> phrases;
    private final IntList firstChild = new IntList();
    private final IntList labels = new IntList();
    private final IntList depths = new IntList();
    private final boolean[] unfinished;
    private final boolean[] unfinishedAfterLetter;
    private final PhraseAutomaton.Outputs outputs;
    private int longest;

    /**
     * A tree.
     *
     * @param all the phrases; they will be sorted
     */
    PhraseTrie(List<Phrase> all) {
        this.phrases = new ArrayList<>(all);
        phrases.sort((left, right) -> Arrays.compare(left.symbols(), right.symbols()));
        IntList parents = new IntList();
        IntList from = new IntList();
        IntList to = new IntList();
        IntList outputStates = new IntList();
        IntList outputLengths = new IntList();
        IntList firstRule = new IntList();
        IntList rules = new IntList();
        labels.add(0);
        depths.add(0);
        parents.add(0);
        from.add(0);
        to.add(phrases.size());
        int level = 0;
        int levelEnd = 1;
        for (int state = 0; state < labels.size(); state++) {
            if (state == levelEnd) {
                level++;
                levelEnd = labels.size();
            }
            firstChild.add(labels.size());
            int next = from.get(state);
            int end = to.get(state);
            if (next < end && phrases.get(next).symbols().length == level && level > 0) {
                outputStates.add(state);
                outputLengths.add(depths.get(state));
                firstRule.add(rules.size());
                longest = Math.max(longest, depths.get(state));
                for (int last = -1; next < end && phrases.get(next).symbols().length == level; next++) {
                    // Phrases that fold to the same symbols are neighbours; one rule is reported once.
                    if (phrases.get(next).rule() != last) {
                        last = phrases.get(next).rule();
                        rules.add(last);
                    }
                }
            }
            while (next < end) {
                char label = phrases.get(next).symbols()[level];
                int group = next;
                while (next < end && phrases.get(next).symbols()[level] == label) {
                    next++;
                }
                labels.add(label);
                depths.add(depths.get(state) + (Alphabet.hasRoom(label) ? 1 : 0));
                parents.add(state);
                from.add(group);
                to.add(next);
            }
        }
        firstChild.add(labels.size());
        firstRule.add(rules.size());
        this.outputs = new PhraseAutomaton.Outputs(
                outputStates.toArray(), outputLengths.toChars(), firstRule.toArray(), rules.toArray());
        this.unfinished = new boolean[labels.size()];
        this.unfinishedAfterLetter = new boolean[labels.size()];
        findUnfinished(parents, from, to);
    }

    /** Which states are a true beginning of a phrase that is held back: seen from the leaves. */
    private void findUnfinished(IntList parents, IntList from, IntList to) {
        int output = outputs.states().length - 1;
        for (int state = labels.size() - 1; state > 0; state--) {
            boolean ends = false;
            if (output >= 0 && outputs.states()[output] == state) {
                output--;
                for (int i = from.get(state); i < to.get(state) && !ends; i++) {
                    Phrase phrase = phrases.get(i);
                    ends = phrase.isHeld()
                            && phrase.symbols().length
                                    == phrases.get(from.get(state)).symbols().length;
                }
            }
            int parent = parents.get(state);
            boolean isLetterEnd = labels.get(state) == Alphabet.LETTER_END;
            unfinished[parent] |= ends || unfinished[state];
            unfinishedAfterLetter[parent] |= (ends && !isLetterEnd) || unfinished[state];
        }
    }

    int[] firstChild() {
        return firstChild.toArray();
    }

    char[] labels() {
        return labels.toChars();
    }

    PhraseAutomaton.Outputs outputs() {
        return outputs;
    }

    int longest() {
        return longest;
    }

    /** How many symbols of text lead to a state. */
    char depth(int state) {
        return (char) depths.get(state);
    }

    boolean isUnfinished(int state) {
        return unfinished[state];
    }

    /** The same where the last letter has ended: whether a phrase goes on, or waits for the end of a word. */
    boolean isUnfinishedAfterLetter(int state) {
        return unfinishedAfterLetter[state];
    }

    /**
     * A phrase as numbers of an {@link Alphabet}.
     *
     * @param symbols the numbers
     * @param rule which rule it belongs to
     * @param isHeld whether that rule blocks or redacts
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Phrase(char[] symbols, int rule, boolean isHeld) {}
}
