package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import dev.nagare.wire.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An engine with a readiness and with a header, {@code x-behind}, of its own. */
class Behind implements CompletionEngine {
    private final CompletionEngine engine;
    private final BooleanSupplier ready;

    Behind(CompletionEngine engine, BooleanSupplier ready) {
        this.engine = engine;
        this.ready = ready;
    }

    private record Named(Generation generation) implements Generation {
        @Override
        public void cancel() {
            generation.cancel();
        }

        @Override
        public void cancel(int choice) {
            generation.cancel(choice);
        }

        @Override
        public void pause() {
            generation.pause();
        }

        @Override
        public void resume() {
            generation.resume();
        }

        @Override
        public @Nullable Usage usageSoFar() {
            return generation.usageSoFar();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("x-behind", "yes");
        }
    }

    @Override
    public List<Model> models() {
        return engine.models();
    }

    @Override
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("x-always", "yes");
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        return new Named(engine.chat(request, sink));
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        return new Named(engine.complete(request, sink));
    }

    @Override
    public void close() {
        engine.close();
    }
}
