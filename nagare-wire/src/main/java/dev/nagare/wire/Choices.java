package dev.nagare.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The choices of an accumulator, by index. */
final class Choices<A extends Choices.Finishing> {
    /** More choices than any server gives: 128 for each of 32 prompts. */
    static final int MAX_CHOICES = 4_096;

    /** A choice that knows whether it has ended. */
    interface Finishing {
        boolean isFinished();
    }

    private final int expected;
    private final TreeMap<Integer, A> byIndex = new TreeMap<>();
    private @Nullable A last;
    private int lastIndex = -1;

    /**
     * No choice yet.
     *
     * @param expected how many the request asked for: at least 1
     */
    Choices(int expected) {
        if (expected < 1) {
            throw new IllegalArgumentException("expected choices must be at least 1, but are " + expected);
        }
        this.expected = expected;
    }

    /** The choice of this index, made when it is new. */
    A get(int index, IntFunction<A> maker) {
        if (index == lastIndex && last != null) {
            return last;
        }
        A choice = byIndex.get(index);
        if (choice == null) {
            if (index < 0) {
                throw new MalformedJsonException("chunk: the index of a choice is below 0");
            }
            if (byIndex.size() == MAX_CHOICES) {
                throw new MalformedJsonException("chunk: more than " + MAX_CHOICES + " choices in one stream");
            }
            choice = maker.apply(index);
            byIndex.put(index, choice);
        }
        last = choice;
        lastIndex = index;
        return choice;
    }

    @Nullable
    A find(int index) {
        return byIndex.get(index);
    }

    /** Whether every expected choice, and every choice that began, has its finish reason. */
    boolean isComplete() {
        return unfinished(expected).isEmpty();
    }

    /** Judges a stream that ended without an error; after {@code [DONE]} one choice is enough. */
    StreamEnd ended(boolean sawDone) {
        List<Integer> unfinished = unfinished(sawDone ? 1 : expected);
        return unfinished.isEmpty() ? new StreamEnd.Completed(sawDone) : new StreamEnd.Truncated(unfinished, sawDone);
    }

    /** The indexes below a number, and those that began, without a finish reason. */
    private List<Integer> unfinished(int needed) {
        List<Integer> unfinished = new ArrayList<>();
        for (int index = 0; index < needed && unfinished.size() < MAX_CHOICES; index++) {
            if (!byIndex.containsKey(index)) {
                unfinished.add(index);
            }
        }
        byIndex.forEach((index, choice) -> {
            if (!choice.isFinished()) {
                unfinished.add(index);
            }
        });
        unfinished.sort(null);
        return unfinished;
    }

    void requireFinished() {
        List<Integer> unfinished = unfinished(0);
        if (byIndex.isEmpty() || !unfinished.isEmpty()) {
            throw new IllegalStateException(
                    byIndex.isEmpty()
                            ? "the stream had no choices: it was cut, or has not begun"
                            : "the stream is not complete: without a finish reason are choices " + unfinished);
        }
    }

    <T> List<T> map(Function<A, T> function) {
        return byIndex.values().stream().map(function).toList();
    }
}
