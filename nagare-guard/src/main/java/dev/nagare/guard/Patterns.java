package dev.nagare.guard;

import java.util.List;

/** A policy's patterns, and which of them can begin with which symbol. */
final class Patterns {
    private static final int ASCII = 0x80;

    private final List<CompiledPattern> patterns;
    private final int[][] starters = new int[ASCII + 1][];

    /** Patterns that all see text the same way. */
    Patterns(List<CompiledPattern> patterns) {
        this.patterns = List.copyOf(patterns);
        for (int symbol = 0; symbol <= ASCII; symbol++) {
            IntList able = new IntList();
            for (int i = 0; i < patterns.size(); i++) {
                Dfa dfa = patterns.get(i).dfa();
                boolean starts = symbol < ASCII ? dfa.next(Dfa.START, symbol) != Dfa.DEAD : dfa.startsFrom(ASCII);
                if (starts) {
                    able.add(i);
                }
            }
            starters[symbol] = able.toArray();
        }
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    int size() {
        return patterns.size();
    }

    CompiledPattern get(int index) {
        return patterns.get(index);
    }

    /** The patterns that may begin with a symbol. */
    int[] starters(int symbol) {
        return starters[Math.min(symbol, ASCII)];
    }

    /** The most symbols of a match of a rule that blocks or redacts. */
    int longestHold() {
        return patterns.stream()
                .filter(CompiledPattern::isHeld)
                .mapToInt(CompiledPattern::longest)
                .max()
                .orElse(0);
    }

    long bytes() {
        return patterns.stream().mapToLong(pattern -> pattern.dfa().bytes()).sum();
    }
}
