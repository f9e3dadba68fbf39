package dev.nagare.bench.load;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine that says one piece of text at a fixed rate in each of its generations, for as many as there are, from one
 * thread: a wheel of milliseconds, so that the server is what is measured.
 *
 * <p>The first piece comes at once. Each piece counts as one token and carries the time at which it was made, so that an
 * event of a chat stream has {@value PacedText#EVENT_BYTES} bytes. A generation ends after {@code max_tokens}, or never.
 */
final class PacedEngine implements CompletionEngine {
    /** The name of the only model. */
    static final String MODEL = "paced";

    static final long CREATED = 1_700_000_000L;

    private static final int SLOTS = 2048;
    private static final long TICK_NANOS = 1_000_000;

    private final int interval;
    private final List<List<PacedGeneration>> wheel = new ArrayList<>();
    private final Queue<PacedGeneration> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<PacedGeneration> cancelled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Thread thread = new Thread(this::run, "paced-engine");
    private List<PacedGeneration> spare = new ArrayList<>();
    private volatile boolean closed;
    private volatile long generated;

    /** An engine of this many tokens a second for each generation: 1 to 1,000. */
    PacedEngine(int rate) {
        if (rate < 1 || rate > 1_000) {
            throw new IllegalArgumentException("the rate is " + rate + "; it must be from 1 to 1,000");
        }
        interval = 1_000 / rate;
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>());
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How many generations have not ended. */
    int running() {
        return running.get();
    }

    /** How many tokens all generations have made. */
    long generated() {
        return generated;
    }

    /** The engine's one thread. */
    Thread thread() {
        return thread;
    }

    @Override
    public List<Model> models() {
        return List.of(new Model(MODEL, CREATED, "nagare", JsonObject.EMPTY));
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        Integer limit = request.maxCompletionTokens() != null ? request.maxCompletionTokens() : request.maxTokens();
        return start(new PacedChat(this, ids.incrementAndGet(), limit, sink));
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        return start(new PacedCompletion(this, ids.incrementAndGet(), request.maxTokens(), sink));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends this generation soon; for any thread. */
    void cancel(PacedGeneration generation) {
        cancelled.add(generation);
        LockSupport.unpark(thread);
    }

    private Generation start(PacedGeneration generation) {
        running.incrementAndGet();
        arrivals.add(generation);
        LockSupport.unpark(thread);
        return generation;
    }

    private void run() {
        long start = System.nanoTime();
        long done = 0;
        while (!closed) {
            turnArrivals(done);
            for (PacedGeneration left = cancelled.poll(); left != null; left = cancelled.poll()) {
                left.endCancelled();
            }
            long now = (System.nanoTime() - start) / TICK_NANOS;
            while (done < now) {
                done++;
                turn(done);
            }
            long next = start + (done + 1) * TICK_NANOS - System.nanoTime();
            if (next > 0 && arrivals.isEmpty() && cancelled.isEmpty()) {
                LockSupport.parkNanos(this, next);
            }
        }
        wheel.forEach(slot -> slot.forEach(PacedGeneration::endClosed));
        arrivals.forEach(PacedGeneration::endClosed);
    }

    private void turnArrivals(long tick) {
        for (PacedGeneration generation = arrivals.poll(); generation != null; generation = arrivals.poll()) {
            generation.begin();
            sayAndSchedule(generation, tick);
        }
    }

    private void turn(long tick) {
        List<PacedGeneration> due = wheel.get((int) (tick % SLOTS));
        if (due.isEmpty()) {
            return;
        }
        wheel.set((int) (tick % SLOTS), spare);
        for (PacedGeneration generation : due) {
            sayAndSchedule(generation, tick);
        }
        due.clear();
        spare = due;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, this thread
    private void sayAndSchedule(PacedGeneration generation, long tick) {
        if (!generation.isOver() && !generation.isPaused()) {
            generated++;
            generation.say();
        }
        if (!generation.isOver()) {
            wheel.get((int) ((tick + interval) % SLOTS)).add(generation);
        }
    }

    /** A generation has ended. */
    void ended() {
        running.decrementAndGet();
    }
}
