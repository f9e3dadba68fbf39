package dev.nagare.local.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The automaton of Aho and Corasick over the characters of stop sequences.
 *
 * <p>A state is the longest suffix of the text so far that is a prefix of some stop sequence, so its depth is exactly the
 * number of characters that may still become a stop. Immutable; made once for a request and used by all its choices.
 */
public final class StopAutomaton {
    /** The state before any text. */
    static final int START = 0;

    private static final StopAutomaton EMPTY = new StopAutomaton(List.of());

    private final List<Map<Character, Integer>> edges = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<Integer> matches = new ArrayList<>();
    private final List<Integer> failures = new ArrayList<>();

    private StopAutomaton(List<String> stops) {
        node(0);
        for (String stop : stops) {
            insert(stop);
        }
        link();
    }

    /** The automaton of these stop sequences; empty ones are left out, lone surrogates count as U+FFFD. */
    public static StopAutomaton of(List<String> stops) {
        return stops.isEmpty() ? EMPTY : new StopAutomaton(stops);
    }

    /** The state after one more character. */
    int next(int state, char character) {
        int from = state;
        while (true) {
            Integer to = edges.get(from).get(character);
            if (to != null) {
                return to;
            }
            if (from == START) {
                return START;
            }
            from = failures.get(from);
        }
    }

    /** How many of the last characters may still become a stop sequence. */
    int depth(int state) {
        return depths.get(state);
    }

    /** The length of the longest stop sequence that ends here; 0 if none does. */
    int match(int state) {
        return matches.get(state);
    }

    private int node(int depth) {
        edges.add(new HashMap<>());
        depths.add(depth);
        matches.add(0);
        failures.add(START);
        return edges.size() - 1;
    }

    private void insert(String stop) {
        int state = START;
        for (char character : wellFormed(stop).toCharArray()) {
            Integer next = edges.get(state).get(character);
            if (next == null) {
                next = node(depths.get(state) + 1);
                edges.get(state).put(character, next);
            }
            state = next;
        }
        matches.set(state, depths.get(state));
    }

    private void link() {
        ArrayDeque<Integer> queue = new ArrayDeque<>(edges.get(START).values());
        while (!queue.isEmpty()) {
            int state = queue.remove();
            int failure = failures.get(state);
            if (matches.get(state) == 0) {
                matches.set(state, matches.get(failure));
            }
            edges.get(state).forEach((character, child) -> {
                failures.set(child, next(failure, character));
                queue.add(child);
            });
        }
    }

    /** Text never holds half a character, so neither does what it is compared with. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
