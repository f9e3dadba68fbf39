package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Slows an engine down to a number of chunks a second, so that a person can watch a fast one.
 *
 * <p>The chunks wait here, at most {@value #WINDOW} of them before the engine is paused; one thread hands them on.
 */
final class PacedEngine implements CompletionEngine {
    private static final int WINDOW = 64;

    private final CompletionEngine engine;
    private final long periodNanos;
    private final ScheduledExecutorService clock;

    PacedEngine(CompletionEngine engine, double chunksPerSecond) {
        if (!(chunksPerSecond >= 0.1 && chunksPerSecond <= 10_000)) {
            throw new IllegalArgumentException("--pace takes 0.1 to 10000 tokens a second, not " + chunksPerSecond);
        }
        this.engine = engine;
        this.periodNanos = Math.round(1e9 / chunksPerSecond);
        this.clock = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("nagare-pace").unstarted(task));
    }

    @Override
    public List<Model> models() {
        return engine.models();
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        Paced<ChatCompletionChunk> paced = new Paced<>(sink);
        paced.started(engine.chat(request, paced));
        return paced;
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        Paced<CompletionChunk> paced = new Paced<>(sink);
        paced.started(engine.complete(request, paced));
        return paced;
    }

    @Override
    public void close() {
        engine.close();
        // What still waits is handed on at once, so that every sink gets its end.
        clock.shutdown();
    }

    private final class Paced<C> implements GenerationSink<C>, Generation {
        private final GenerationSink<C> sink;
        private final Queue<C> waiting = new ArrayDeque<>();
        private final ScheduledFuture<?> ticks;
        private @Nullable Generation generation;
        private @Nullable GenerationEnd end;
        private boolean pausedByReader;
        private boolean pausedByWindow;
        private boolean over;

        Paced(GenerationSink<C> sink) {
            this.sink = sink;
            this.ticks = clock.scheduleAtFixedRate(this::tick, 0, periodNanos, TimeUnit.NANOSECONDS);
        }

        synchronized void started(Generation started) {
            generation = started;
        }

        @Override
        public void chunk(C chunk) {
            Generation pause = null;
            synchronized (this) {
                waiting.add(chunk);
                if (waiting.size() >= WINDOW && !pausedByWindow) {
                    pausedByWindow = true;
                    pause = generation;
                }
            }
            if (pause != null) {
                pause.pause();
            }
        }

        @Override
        public synchronized void end(GenerationEnd how) {
            end = how;
            if (!(how instanceof GenerationEnd.Completed)) {
                // Nobody waits for the rest of an answer that was stopped.
                waiting.clear();
            }
        }

        /** Hands on one chunk, or the end; on the clock's one thread, so that a sink's calls never overlap. */
        private void tick() {
            C chunk;
            GenerationEnd last = null;
            Generation resume = null;
            synchronized (this) {
                if (over || (pausedByReader && end == null)) {
                    return;
                }
                chunk = waiting.poll();
                if (chunk == null) {
                    last = end;
                    over = last != null;
                }
                if (pausedByWindow && waiting.size() < WINDOW / 2) {
                    pausedByWindow = false;
                    resume = pausedByReader ? null : generation;
                }
            }
            if (chunk != null) {
                sink.chunk(chunk);
            } else if (last != null) {
                ticks.cancel(false);
                sink.end(last);
            }
            if (resume != null) {
                resume.resume();
            }
        }

        @Override
        public void cancel() {
            Generation running = current();
            if (running != null) {
                running.cancel();
            }
        }

        @Override
        public void cancel(int choice) {
            Generation running = current();
            if (running != null) {
                running.cancel(choice);
            }
        }

        @Override
        public void pause() {
            synchronized (this) {
                pausedByReader = true;
            }
            Generation running = current();
            if (running != null) {
                running.pause();
            }
        }

        @Override
        public void resume() {
            boolean full;
            synchronized (this) {
                pausedByReader = false;
                full = pausedByWindow;
            }
            Generation running = current();
            if (running != null && !full) {
                running.resume();
            }
        }

        @Override
        public Map<String, String> headers() {
            Generation running = current();
            return running == null ? Map.of() : running.headers();
        }

        private synchronized @Nullable Generation current() {
            return generation;
        }
    }
}
