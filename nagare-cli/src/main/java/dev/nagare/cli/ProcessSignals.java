package dev.nagare.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The signals of this process: TERM asks for an orderly end (exit code 0), INT is Ctrl-C (130), HUP a terminal that was
 * closed (129). The first is waited for; a further one ends the process at once.
 *
 * <p>{@code sun.misc.Signal}, of the module jdk.unsupported, is the only way to tell them apart: a shutdown hook does
 * not learn why it runs, and by then the exit code is fixed. It is called by reflection, since the compiler warns of every
 * other use.
 */
final class ProcessSignals implements StopSignals {
    @Override
    public Stop listen() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        take("TERM", 0, first);
        take("INT", 130, first);
        take("HUP", 129, first);
        return () -> {
            try {
                return first.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("never fails", e);
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself alone.
    private static void take(String name, int exitCode, CompletableFuture<Integer> first) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taking = Proxy.newProxyInstance(
                    ProcessSignals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> taken(exitCode, first);
                        case "equals" -> arguments != null && proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "the signal " + name;
                    });
            Object numbered = signal.getConstructor(String.class).newInstance(name);
            Object _ = signal.getMethod("handle", signal, handler).invoke(null, numbered, taking);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("the signal " + name + " cannot be taken", e);
            }
            // The JVM was told to leave signals alone (-Xrs), or the system has no such signal.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the signal " + name + " cannot be taken", e);
        }
    }

    private static @Nullable Object taken(int exitCode, CompletableFuture<Integer> first) {
        if (!first.complete(exitCode)) {
            Runtime.getRuntime().halt(exitCode == 0 ? 143 : exitCode);
        }
        return null;
    }
}
