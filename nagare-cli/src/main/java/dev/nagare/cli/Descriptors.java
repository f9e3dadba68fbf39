package dev.nagare.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Gives this process its stderr back, which the launcher put aside while the JVM started (docs/decisions/0004). */
final class Descriptors {
    private static final int STDERR = 2;

    private Descriptors() {}

    /**
     * Makes stderr what this descriptor is. It becomes the same open file, not a second opening of it, so that what the
     * shell and this process write to one file does not overwrite itself.
     */
    @SuppressWarnings("restricted")
    static void restoreStderr(int descriptor) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int result = (int) dup2.invokeExact(descriptor, STDERR);
            if (result != STDERR) {
                throw new IllegalStateException("dup2(" + descriptor + ", 2) gave " + result);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("dup2 cannot be called", e);
        }
    }
}
