package dev.nagare.testkit;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Model;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine that says what a test tells it to.
 *
 * <p>Two ways to use it. {@linkplain #playing Playing}: a script runs for every request, on a thread of its own.
 * {@linkplain #manual Manual}: the test takes each generation with {@link #next()} and drives it step by step. Either
 * way every call of a sink is made on the engine's one thread, and a script's or test's call returns when the sink has
 * returned, so that a test knows what has happened.
 */
public final class ScriptedEngine implements CompletionEngine {
    /** The name of the only model. */
    public static final String MODEL = "scripted";

    /** The creation time of the model and of every chunk, in Unix seconds. */
    public static final long CREATED = 1_700_000_000L;

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final @Nullable Consumer<ScriptedGeneration> script;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(this::engineThread);
    private final BlockingQueue<ScriptedGeneration> waiting = new LinkedBlockingQueue<>();
    private final Set<ScriptedGeneration> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    private ScriptedEngine(@Nullable Consumer<ScriptedGeneration> script) {
        this.script = script;
    }

    /** An engine whose generations the test drives; take them with {@link #next()}. */
    public static ScriptedEngine manual() {
        return new ScriptedEngine(null);
    }

    /** An engine that runs this script for every request; a script that returns early completes its generation. */
    public static ScriptedEngine playing(Consumer<ScriptedGeneration> script) {
        return new ScriptedEngine(script);
    }

    /** An engine that answers every choice of every request with these pieces of text, then stops. */
    public static ScriptedEngine answering(String... pieces) {
        List<String> texts = List.of(pieces);
        return playing(generation -> texts.forEach(text -> {
            for (int choice = 0; choice < generation.choices(); choice++) {
                generation.text(choice, text);
            }
        }));
    }

    /**
     * The next generation that was asked for, in order.
     *
     * @throws AssertionError when none comes within two minutes
     */
    public ScriptedGeneration next() {
        try {
            ScriptedGeneration generation = waiting.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (generation == null) {
                throw new AssertionError("no request reached the engine within " + PATIENCE);
            }
            return generation;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", e);
        }
    }

    /** How many generations have been asked for so far. */
    public long requests() {
        return ids.get();
    }

    @Override
    public List<Model> models() {
        return List.of(new Model(MODEL, CREATED, "nagare", JsonObject.EMPTY));
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        return start(new ScriptedChat(this, ids.incrementAndGet(), request, sink));
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        return start(new ScriptedCompletion(this, ids.incrementAndGet(), request, sink));
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(generation -> generation.fail(unavailable()));
        executor.shutdown();
    }

    private Generation start(ScriptedGeneration generation) {
        if (closed) {
            generation.failAfterClose(unavailable());
            return generation;
        }
        running.add(generation);
        Consumer<ScriptedGeneration> play = script;
        if (play == null) {
            waiting.add(generation);
        } else {
            daemon(() -> play(generation, play), "script").start();
        }
        return generation;
    }

    private static void play(ScriptedGeneration generation, Consumer<ScriptedGeneration> script) {
        generation.waitWhilePaused();
        try {
            script.accept(generation);
            generation.complete();
        } catch (RuntimeException | AssertionError e) {
            generation.fail(new EngineException(
                    EngineErrorKind.INTERNAL,
                    new ApiError("the script threw " + e, "server_error", null, null, JsonObject.EMPTY),
                    e));
        }
    }

    /** Runs a task on the engine's thread and waits for it. */
    void onThread(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
            return;
        }
        try {
            executor.submit(task).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a sink was called", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError("the sink threw", e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("a sink blocked for " + PATIENCE, e);
        }
    }

    /** Runs a task on the engine's thread, later. */
    void later(Runnable task) {
        executor.execute(task);
    }

    void ended(ScriptedGeneration generation) {
        running.remove(generation);
    }

    private Thread engineThread(Runnable task) {
        Thread made = daemon(task, "scripted-engine");
        thread = made;
        return made;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static EngineException unavailable() {
        return new EngineException(
                EngineErrorKind.UNAVAILABLE,
                new ApiError("The engine is closed.", "server_error", null, "engine_closed", JsonObject.EMPTY));
    }
}
