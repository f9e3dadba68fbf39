package dev.nagare.guard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A policy's patterns, and which of them can begin with which symbol after which other. */
final class Patterns {
    private static final int ASCII = 0x80;

    private final List<CompiledPattern> patterns;
    private final int[][] starters = new int[ASCII + 1][];

    /** For what stands before, from -1 on, the starters by symbol; many share a row. */
    private final int[][][] startersAfter = new int[ASCII + 1][][];

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
        Map<List<List<Integer>>, int[][]> known = new HashMap<>();
        for (int before = -1; before < ASCII; before++) {
            int[][] row = new int[ASCII][];
            for (int symbol = 0; symbol < ASCII; symbol++) {
                row[symbol] = allowed(before, symbol);
            }
            List<List<Integer>> content = Arrays.stream(row)
                    .map(each -> Arrays.stream(each).boxed().toList())
                    .toList();
            startersAfter[before + 1] = known.computeIfAbsent(content, key -> row);
        }
    }

    private int[] allowed(int before, int symbol) {
        int[] able = starters[symbol];
        int count = 0;
        int[] allowed = new int[able.length];
        for (int each : able) {
            if (patterns.get(each).edges().mayStart(before, symbol)) {
                allowed[count++] = each;
            }
        }
        return Arrays.copyOf(allowed, count);
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

    /** The patterns that may begin with a symbol after another, or after -1; some more where one is not ASCII. */
    int[] starters(int before, int symbol) {
        return before < ASCII && symbol < ASCII ? startersAfter[before + 1][symbol] : starters[Math.min(symbol, ASCII)];
    }

    /** Whether any blocks or redacts. */
    boolean isHeld() {
        return patterns.stream().anyMatch(CompiledPattern::isHeld);
    }

    /** Whether a symbol can be part of a match of one that blocks or redacts. */
    boolean mayHave(int symbol) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.isHeld() && pattern.dfa().takes(symbol));
    }

    /** The most symbols that are held back for a rule that blocks or redacts. */
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
