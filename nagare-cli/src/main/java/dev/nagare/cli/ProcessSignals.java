package dev.nagare.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The signals of this process: TERM asks for an orderly end (exit code 0), INT is Ctrl-C (130), HUP a terminal that was
 * closed (129). The first is waited for; a further one ends the process at once, as does one before anyone waits.
 *
 * <p>{@code sun.misc.Signal}, of the module jdk.unsupported, is the only way to tell them apart: a shutdown hook does
 * not learn why it runs, and by then the exit code is fixed. It is called by reflection, since the compiler warns of every
 * other use.
 */
final class ProcessSignals implements StopSignals {
    /** Where the first signal goes once someone waits for it; null until then. */
    private final AtomicReference<@Nullable CompletableFuture<Integer>> waiting = new AtomicReference<>();

    @Override
    public Stop listen() {
        take("TERM", 0);
        take("INT", 130);
        take("HUP", 129);
        return () -> {
            CompletableFuture<Integer> first = new CompletableFuture<>();
            waiting.set(first);
            try {
                return first.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("never fails", e);
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself alone.
    private void take(String name, int exitCode) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taking = Proxy.newProxyInstance(
                    ProcessSignals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> taken(exitCode);
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

    private @Nullable Object taken(int exitCode) {
        CompletableFuture<Integer> first = waiting.get();
        if (first == null) {
            // Nothing has begun that would have to end in order.
            Runtime.getRuntime().halt(exitCode);
        } else if (!first.complete(exitCode)) {
            Runtime.getRuntime().halt(exitCode == 0 ? 143 : exitCode);
        }
        return null;
    }
}
