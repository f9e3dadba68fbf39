package dev.nagare.local.math;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Scalar kernels at first, vector kernels from the moment on when they are faster here.
 *
 * <p>Until the JIT compiler has seen to it, code on the Vector API runs a hundred times slower than plain code, for a
 * second or more of processor time: a short answer from a small model would be over by then. So work starts on the scalar
 * kernels; when there was enough of it to be worth the effort, a thread of its own runs the vector kernels on matrices
 * that nobody needs until they win. As both sets give the same bits, the moment of the change shows in nothing but speed.
 */
final class AdaptiveKernels implements Kernels {
    private static final System.Logger LOGGER = System.getLogger("dev.nagare.local");

    private final long worthIt;
    private final Supplier<? extends Kernels> faster;
    private final BiPredicate<Kernels, Kernels> race;
    private final Executor executor;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Kernels current;
    /** Counted without care: a lost addition only delays the start. */
    private volatile long work;

    /**
     * Kernels that begin as the first set.
     *
     * @param worthIt how many multiply-adds come before the race
     * @param faster makes the second set; called by the executor's thread, and only if it comes to that
     * @param race whether the second set wins against the first, after as much running as that takes
     * @param executor runs the race once
     */
    AdaptiveKernels(
            Kernels first,
            long worthIt,
            Supplier<? extends Kernels> faster,
            BiPredicate<Kernels, Kernels> race,
            Executor executor) {
        this.current = first;
        this.worthIt = worthIt;
        this.faster = faster;
        this.race = race;
        this.executor = executor;
    }

    @Override
    public String name() {
        return current.name();
    }

    @Override
    public void multiply(Matrix weights, Rows x, Rows out, int from, int to) {
        if (!started.get()) {
            count((long) (to - from) * Matrix.PANEL * weights.columns() * x.count());
        }
        current.multiply(weights, x, out, from, to);
    }

    @Override
    public void multiply(F32Matrix weights, Rows x, Rows out, int from, int to) {
        current.multiply(weights, x, out, from, to);
    }

    @Override
    public void multiply(HalfMatrix weights, Rows x, Rows out, int from, int to) {
        current.multiply(weights, x, out, from, to);
    }

    @Override
    public void multiply(Q8Matrix weights, Rows x, Rows out, int from, int to) {
        current.multiply(weights, x, out, from, to);
    }

    @Override
    public void accumulate(float[] panel, int at, int columns, Rows x, Rows out) {
        current.accumulate(panel, at, columns, x, out);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // see the field
    private void count(long more) {
        work += more;
        if (work > worthIt && started.compareAndSet(false, true)) {
            executor.execute(this::change);
        }
    }

    private void change() {
        try {
            Kernels vector = faster.get();
            if (race.test(current, vector)) {
                current = vector;
                LOGGER.log(Level.DEBUG, "The kernels are now {0}", vector.name());
            } else {
                LOGGER.log(Level.INFO, "Scalar kernels stay in use: {0} ones are not faster here", vector.name());
            }
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(
                    Level.INFO, "Scalar kernels stay in use: the vector kernels do not work here: {0}", e.toString());
        }
    }
}
