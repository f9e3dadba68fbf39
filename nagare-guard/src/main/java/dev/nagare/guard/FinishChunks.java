package dev.nagare.guard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The chunks that end choices. Together, they go when all choices have ended, in the order of the choices; else each at once.
 * One thread at a time.
 *
 * @param <C> the type of chunk
 */
final class FinishChunks<C> {
    private final Consumer<C> out;
    private final Map<Integer, C> waiting = new TreeMap<>();
    private int awaited;
    private boolean shown;

    /**
     * No choice has ended.
     *
     * @param expected how many choices there are
     * @param together whether they wait for each other
     */
    FinishChunks(int expected, boolean together, Consumer<C> out) {
        this.awaited = expected;
        this.shown = !together;
        this.out = out;
    }

    /** A choice has ended. */
    void add(int choice, C chunk) {
        waiting.put(choice, chunk);
        showIfAll();
    }

    /** A choice is not to end any more. */
    void forget(int choice) {
        awaited--;
        waiting.remove(choice);
        if (!waiting.isEmpty()) {
            showIfAll();
        }
    }

    private void showIfAll() {
        if (shown || waiting.size() >= awaited) {
            showAll();
        }
    }

    /** Shows those that wait, and from now on each at once. */
    void showAll() {
        shown = true;
        List<C> all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(out);
    }
}
