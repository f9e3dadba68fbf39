package dev.nagare.local.math;

import java.lang.System.Logger.Level;

/** Chooses the kernels for this machine. */
public final class KernelSets {
    private static final System.Logger LOGGER = System.getLogger("dev.nagare.local");

    private KernelSets() {}

    /**
     * The vector kernels if the module {@code jdk.incubator.vector} is present and the processor's vectors are wide
     * enough, else the scalar ones, which one line in the log explains.
     */
    public static Kernels best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return scalar("the module jdk.incubator.vector is missing; --add-modules jdk.incubator.vector gives it");
        }
        try {
            return new VectorKernels();
        } catch (LinkageError | IllegalStateException e) {
            return scalar("the vector kernels do not work here: " + e);
        }
    }

    private static Kernels scalar(String reason) {
        LOGGER.log(Level.INFO, "Scalar kernels are used, several times slower than vector ones: {0}", reason);
        return new ScalarKernels();
    }
}
