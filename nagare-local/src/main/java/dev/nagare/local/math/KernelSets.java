package dev.nagare.local.math;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/** Chooses the kernels for this machine. */
public final class KernelSets {
    private static final System.Logger LOGGER = System.getLogger("dev.nagare.local");
    /** Multiply-adds before the vector kernels are warmed up: a third of a second of one core. */
    private static final long WORTH_IT = 500_000_000;

    private KernelSets() {}

    /**
     * Kernels that change from scalar to vector ones when that is worth it, if the module
     * {@code jdk.incubator.vector} is present; else the scalar ones, which one line in the log says.
     */
    public static Kernels best() {
        Kernels scalar = new ScalarKernels();
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            LOGGER.log(
                    Level.INFO,
                    "Scalar kernels are used, several times slower than vector ones: "
                            + "--add-modules jdk.incubator.vector makes those available");
            return scalar;
        }
        Executor thread = task ->
                Thread.ofPlatform().daemon().name("nagare-engine-warmup").start(task);
        return new AdaptiveKernels(scalar, WORTH_IT, VectorKernels::new, KernelSets::race, thread);
    }

    private static boolean race(Kernels scalar, Kernels vector) {
        return new WarmUp(scalar, vector, System::nanoTime).isWon();
    }
}
