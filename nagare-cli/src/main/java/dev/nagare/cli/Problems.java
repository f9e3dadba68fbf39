package dev.nagare.cli;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with the settings of a server, or with a policy: each thing once, however many aliases lead to it. Not for
 * several threads at once.
 */
final class Problems {
    /** The most that are told at once. */
    static final int MOST = 50;

    private record Problem(Place place, String text) {}

    private final Set<Problem> problems = new LinkedHashSet<>();
    private int added;

    /** Adds what is wrong with no place in the file. */
    void add(String text) {
        add(new Problem(Place.of(""), text));
    }

    /** Adds what is wrong at a place; the text begins with what follows the place in the message. */
    void add(Place place, String text) {
        add(new Problem(place, place.text() + text));
    }

    private void add(Problem problem) {
        added++;
        problems.add(problem);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** How often something was added, also what had been added before. */
    int added() {
        return added;
    }

    /** Whether there are more than are told at once. */
    boolean areMany() {
        return problems.size() > MOST;
    }

    /** What is wrong with one file, as it was found. */
    List<String> asFound(String file) {
        return first(problems.stream(), file + ": ");
    }

    /** First what is wrong in the file, as it stands there, then the rest. */
    List<String> inOrder() {
        return first(
                problems.stream()
                        .sorted(Comparator.comparingInt((Problem problem) -> problem.place.line())
                                .thenComparingInt(problem -> problem.place.column())),
                "");
    }

    private List<String> first(Stream<Problem> all, String file) {
        Stream<String> shown = all.map(Problem::text).limit(MOST);
        Stream<String> rest = areMany()
                ? Stream.of(file + "there is more that is wrong; only the first " + MOST + " are shown")
                : Stream.empty();
        return Stream.concat(shown, rest).toList();
    }
}
