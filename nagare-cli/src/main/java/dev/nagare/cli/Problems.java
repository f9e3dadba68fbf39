package dev.nagare.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with the settings of a server. Not for several threads at once. */
final class Problems {
    private record Problem(Place place, String text) {}

    private final List<Problem> problems = new ArrayList<>();

    /** Adds what is wrong with no place in the file. */
    void add(String text) {
        problems.add(new Problem(Place.of(""), text));
    }

    /** Adds what is wrong at a place; the text begins with what follows the place in the message. */
    void add(Place place, String text) {
        problems.add(new Problem(place, place.text() + text));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All of them: first those of the file, as they stand in it. */
    List<String> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> problem.place.line())
                        .thenComparingInt(problem -> problem.place.column()))
                .map(Problem::text)
                .toList();
    }
}
