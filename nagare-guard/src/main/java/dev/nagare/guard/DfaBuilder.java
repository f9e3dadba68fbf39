package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a {@link Regex} into a {@link Dfa}: Thompson's construction, then the sets of its states. What it takes is bounded
 * by {@link #MOST_STEPS}, {@link #MOST_ENTRIES} and {@link #MOST_WORK}, whatever the pattern.
 */
final class DfaBuilder {
    /** The most steps that a pattern may have when its counts are written out. */
    static final int MOST_STEPS = 20_000;

    /** The most entries of a table. */
    static final int MOST_ENTRIES = 2_000_000;

    /** The most steps, runs of symbols and classes that are looked at while the table is made. */
    static final int MOST_WORK = 10_000_000;

    private final String rule;
    private final Work work;

    /** The different sets of the pattern and their numbers. */
    private final Map<SymbolSet, Integer> sets = new LinkedHashMap<>();

    /** For each step where it goes: by its set, or without a symbol when it has none; or both ways of a fork. */
    private final IntList to = new IntList();

    private final IntList orTo = new IntList();
    private final IntList set = new IntList();

    /** In which round of looking for reachable steps a step was seen last. */
    private int[] seenInRound = new int[0];

    private int round;
    private final IntList todo = new IntList();

    private DfaBuilder(String rule, PolicyWork all) {
        this.rule = rule;
        this.work = new Work(rule, MOST_WORK, all);
    }

    /**
     * Compiles a pattern.
     *
     * @param apart symbols that a table must tell from each other even where the pattern does not
     * @param all the work of the whole policy
     * @throws PolicyException when it becomes too large
     */
    static Dfa build(String rule, Regex regex, Collection<Integer> apart, PolicyWork all) {
        DfaBuilder builder = new DfaBuilder(rule, all);
        int accept = builder.step(-1, -1, -1);
        int start = builder.add(regex, accept);
        Dfa dfa = builder.determinize(start, accept, apart);
        all.bytes(rule, dfa.bytes());
        return dfa;
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
            Integer known = sets.putIfAbsent(one.set(), sets.size());
            return step(known == null ? sets.size() - 1 : known, then, -1);
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
        SymbolClasses classes = SymbolClasses.of(sets.keySet(), apart, work);
        List<int[]> classesOfSet = new ArrayList<>();
        for (SymbolSet each : sets.keySet()) {
            classesOfSet.add(classes.in(each, work));
        }
        Map<Key, Integer> known = new HashMap<>();
        ArrayDeque<int[]> waiting = new ArrayDeque<>();
        IntList next = new IntList();
        IntList accepting = new IntList();
        seenInRound = new int[to.size()];
        IntList only = new IntList();
        only.add(start);
        int[] first = closure(only);
        known.put(new Key(first), Dfa.START);
        waiting.add(first);
        IntList[] moved = new IntList[classes.size()];
        Arrays.setAll(moved, each -> new IntList());
        while (!waiting.isEmpty()) {
            int[] state = waiting.remove();
            accepting.add(Arrays.binarySearch(state, accept) >= 0 ? 1 : 0);
            move(state, classesOfSet, moved);
            for (IntList each : moved) {
                int[] target = closure(each);
                each.clear();
                if (target.length == 0) {
                    next.add(Dfa.DEAD);
                    continue;
                }
                Integer number = known.putIfAbsent(new Key(target), known.size());
                if (number == null) {
                    number = known.size() - 1;
                    if ((number + 1L) * classes.size() > MOST_ENTRIES) {
                        throw work.tooMuch();
                    }
                    waiting.add(target);
                }
                next.add(number);
            }
        }
        boolean[] accepts = new boolean[accepting.size()];
        for (int i = 0; i < accepts.length; i++) {
            accepts[i] = accepting.get(i) == 1;
        }
        return new Dfa(classes, next.toArray(), accepts);
    }

    /** Where the steps of a state lead, by the class of the next symbol. */
    private void move(int[] state, List<int[]> classesOfSet, IntList[] moved) {
        for (int each : state) {
            if (set.get(each) >= 0) {
                int[] classes = classesOfSet.get(set.get(each));
                work.spend(classes.length);
                for (int c : classes) {
                    moved[c].add(to.get(each));
                }
            }
        }
    }

    /** The steps that are reached without a symbol, sorted; forks themselves left out. */
    private int[] closure(IntList steps) {
        round++;
        IntList reached = new IntList();
        todo.clear();
        for (int i = 0; i < steps.size(); i++) {
            todo.add(steps.get(i));
        }
        while (todo.size() > 0) {
            int each = todo.removeLast();
            if (seenInRound[each] == round) {
                continue;
            }
            seenInRound[each] = round;
            work.spend(1);
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
