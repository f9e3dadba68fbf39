package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Turns a {@link Regex} into a {@link Dfa}: Thompson's construction, then the sets of its states. */
final class DfaBuilder {
    /** The most steps that a pattern may have when its counts are written out. */
    static final int MOST_STEPS = 20_000;

    /** The most entries of a table. */
    static final int MOST_ENTRIES = 2_000_000;

    /** The most steps that are looked at while the table is made, so that a pattern is refused soon. */
    static final int MOST_WORK = 10_000_000;

    private final String rule;
    private final List<SymbolSet> sets = new ArrayList<>();

    /** For each step where it goes: by its set, or without a symbol when the set is null; or both ways of a fork. */
    private final IntList to = new IntList();

    private final IntList orTo = new IntList();
    private final IntList set = new IntList();

    /** In which round of looking for reachable steps a step was seen last. */
    private int[] seenInRound = new int[0];

    private int round;
    private int work;

    private DfaBuilder(String rule) {
        this.rule = rule;
    }

    /**
     * Compiles a pattern.
     *
     * @param apart symbols that a table must tell from each other even where the pattern does not
     * @throws PolicyException when it becomes too large
     */
    static Dfa build(String rule, Regex regex, Collection<Integer> apart) {
        DfaBuilder builder = new DfaBuilder(rule);
        int accept = builder.step(-1, -1, -1);
        int start = builder.add(regex, accept);
        return builder.determinize(start, accept, apart);
    }

    private int step(int setIndex, int target, int otherTarget) {
        if (to.size() >= MOST_STEPS) {
            throw new PolicyException(
                    rule,
                    "the pattern has more than " + MOST_STEPS
                            + " steps when its counts are written out; use smaller counts");
        }
        set.add(setIndex);
        to.add(target);
        orTo.add(otherTarget);
        return to.size() - 1;
    }

    /** Adds the steps of a pattern that lead to a step; returns the first of them. */
    private int add(Regex regex, int then) {
        if (regex instanceof Regex.One one) {
            if (one.set().isEmpty()) {
                throw new PolicyException(rule, "a [...] of the pattern matches no character");
            }
            int index = sets.indexOf(one.set());
            if (index < 0) {
                index = sets.size();
                sets.add(one.set());
            }
            return step(index, then, -1);
        }
        if (regex instanceof Regex.Sequence sequence) {
            int first = then;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                first = add(sequence.parts().get(i), first);
            }
            return first;
        }
        if (regex instanceof Regex.Either either) {
            int first = add(either.options().get(0), then);
            for (int i = 1; i < either.options().size(); i++) {
                first = step(-1, first, add(either.options().get(i), then));
            }
            return first;
        }
        Regex.Repeat repeat = (Regex.Repeat) regex;
        int first = then;
        for (int i = repeat.most(); i > 0; i--) {
            int once = add(repeat.part(), first);
            first = i > repeat.least() ? step(-1, once, then) : once;
        }
        return first;
    }

    private Dfa determinize(int start, int accept, Collection<Integer> apart) {
        TreeSet<Integer> boundaries = new TreeSet<>();
        boundaries.add(0);
        for (SymbolSet each : sets) {
            for (int i = 0; i < each.ranges().length; i += 2) {
                boundaries.add(each.ranges()[i]);
                boundaries.add(each.ranges()[i + 1] + 1);
            }
        }
        for (int symbol : apart) {
            boundaries.add(symbol);
            boundaries.add(symbol + 1);
        }
        int[] classes = boundaries.stream().mapToInt(Integer::intValue).toArray();
        boolean[][] in = new boolean[sets.size()][classes.length];
        for (int i = 0; i < sets.size(); i++) {
            for (int c = 0; c < classes.length; c++) {
                in[i][c] = sets.get(i).contains(classes[c]);
            }
        }
        Map<Key, Integer> known = new HashMap<>();
        ArrayDeque<int[]> todo = new ArrayDeque<>();
        IntList next = new IntList();
        List<Boolean> accepting = new ArrayList<>();
        seenInRound = new int[to.size()];
        int[] first = closure(new int[] {start});
        known.put(new Key(first), Dfa.START);
        todo.add(first);
        while (!todo.isEmpty()) {
            int[] state = todo.remove();
            accepting.add(Arrays.binarySearch(state, accept) >= 0);
            for (int c = 0; c < classes.length; c++) {
                int[] moved = closure(move(state, in, c));
                if (moved.length == 0) {
                    next.add(Dfa.DEAD);
                    continue;
                }
                Integer target = known.get(new Key(moved));
                if (target == null) {
                    target = known.size();
                    if ((target + 1L) * classes.length > MOST_ENTRIES) {
                        throw tooManyStates();
                    }
                    known.put(new Key(moved), target);
                    todo.add(moved);
                }
                next.add(target);
            }
        }
        boolean[] accepts = new boolean[accepting.size()];
        for (int i = 0; i < accepts.length; i++) {
            accepts[i] = accepting.get(i);
        }
        return new Dfa(classes, next.toArray(), accepts);
    }

    private PolicyException tooManyStates() {
        return new PolicyException(
                rule, "the pattern needs too many states; use smaller counts or fewer alternatives that overlap");
    }

    private int[] move(int[] state, boolean[][] in, int c) {
        IntList moved = new IntList();
        for (int each : state) {
            if (set.get(each) >= 0 && in[set.get(each)][c]) {
                moved.add(to.get(each));
            }
        }
        return moved.toArray();
    }

    /** The steps that are reached without a symbol, sorted; forks themselves left out. */
    private int[] closure(int[] steps) {
        if (steps.length == 0) {
            return steps;
        }
        round++;
        IntList reached = new IntList();
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (int each : steps) {
            todo.add(each);
        }
        while (!todo.isEmpty()) {
            int each = todo.remove();
            if (seenInRound[each] == round) {
                continue;
            }
            seenInRound[each] = round;
            if (++work > MOST_WORK) {
                throw tooManyStates();
            }
            boolean isFork = set.get(each) < 0 && to.get(each) >= 0;
            if (isFork) {
                todo.add(to.get(each));
                todo.add(orTo.get(each));
            } else {
                reached.add(each);
            }
        }
        int[] sorted = reached.toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    @SuppressWarnings("ArrayRecordComponent") // equality is by content below
    private record Key(int[] steps) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(steps, key.steps);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(steps);
        }
    }
}
