package dev.nagare.guard;

import dev.nagare.wire.ModerationResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a judge has found so far in the messages and in each choice. One thread at a time. */
final class JudgedResults {
    private final Map<Integer, ModerationResult> results = new TreeMap<>();
    private final TreeSet<Integer> choices = new TreeSet<>();
    private boolean isUnjudged;

    /** Notes a choice that has said something. */
    void began(int choice) {
        choices.add(choice);
    }

    /** The choices that have said something, in order. */
    List<Integer> choices() {
        return List.copyOf(choices);
    }

    /** Notes a result, which adds to those before it. */
    void add(int choice, ModerationResult result) {
        ModerationResult before = results.get(choice);
        results.put(choice, before == null ? result : Results.union(List.of(before, result)));
    }

    /** What the judge has found in a choice or in the messages; null when it has not been asked. */
    @Nullable
    ModerationResult of(int choice) {
        return results.get(choice);
    }

    /** Notes that something is shown for want of a verdict. */
    void unjudged() {
        isUnjudged = true;
    }

    boolean isUnjudged() {
        return isUnjudged;
    }
}
