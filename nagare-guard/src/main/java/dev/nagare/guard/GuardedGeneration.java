package dev.nagare.guard;

import dev.nagare.engine.Generation;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handle of a guarded generation. What is asked of it before the engine has given its own handle is kept. */
final class GuardedGeneration implements Generation {
    private final Map<String, String> headers;
    private final Serial calls = new Serial();
    private final List<Consumer<Generation>> early = new ArrayList<>();
    private volatile @Nullable Generation inner;
    private volatile boolean blocked;
    private volatile boolean over;

    GuardedGeneration(Map<String, String> headers) {
        this.headers = headers;
    }

    /** The engine has given its handle. */
    void began(Generation handle) {
        calls.run(() -> {
            inner = handle;
            early.forEach(call -> call.accept(handle));
            early.clear();
        });
    }

    /** The end has come: nothing more is passed on. */
    void ended() {
        over = true;
    }

    /** Cancels a choice that a rule has ended. */
    void block(int choice) {
        blocked = true;
        cancel(choice);
    }

    /** Whether a rule has ended a choice. */
    boolean hasBlocked() {
        return blocked;
    }

    @Override
    public void cancel() {
        pass(Generation::cancel);
    }

    @Override
    public void cancel(int choice) {
        pass(generation -> generation.cancel(choice));
    }

    @Override
    public void pause() {
        pass(Generation::pause);
    }

    @Override
    public void resume() {
        pass(Generation::resume);
    }

    @Override
    public @Nullable Usage usageSoFar() {
        Generation handle = inner;
        return handle == null ? null : handle.usageSoFar();
    }

    @Override
    public Map<String, String> headers() {
        Generation handle = inner;
        return handle == null ? headers : GuardedEngine.joined(handle.headers(), headers);
    }

    private void pass(Consumer<Generation> call) {
        calls.run(() -> {
            Generation handle = inner;
            if (over) {
                early.clear();
            } else if (handle == null) {
                early.add(call);
            } else {
                call.accept(handle);
            }
        });
    }
}
