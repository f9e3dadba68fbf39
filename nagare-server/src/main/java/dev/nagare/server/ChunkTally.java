package dev.nagare.server;

import dev.nagare.wire.FinishReason;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of a generation beside its usage: when its first chunk came, how long after each other the tokens of
 * each choice came, which model answered and why it finished. Written by the engine's threads, one at a time; read after
 * the end.
 *
 * @param <C> the type of chunk
 */
final class ChunkTally<C> {
    private static final System.Logger LOG = System.getLogger(ChunkTally.class.getName());

    /** The protocol allows no more; an engine that has more of them is not timed there. */
    private static final int MOST_CHOICES = 128;

    private final Exchange exchange;
    private final LoopState loop;
    private final Endpoint<?, C> endpoint;
    private final IntConsumer token = this::token;
    private volatile boolean begun;

    /** Null when nobody is told, so that the time is not asked for in vain. */
    private @Nullable ChunkListener chunks;

    private long firstNanos;

    /** When the chunk that is being added came. */
    private long now;

    /** Which choices have had a token, and when each had its last. */
    private final BitSet spoke = new BitSet();

    private long[] lastNanos = new long[1];
    private @Nullable String model;
    private @Nullable FinishReason finishReason;

    ChunkTally(Exchange exchange, LoopState loop, Endpoint<?, C> endpoint) {
        this.exchange = exchange;
        this.loop = loop;
        this.endpoint = endpoint;
    }

    /** A chunk has come. */
    void add(C chunk) {
        if (!begun) {
            begin(chunk);
        }
        if (chunks != null) {
            now = loop.nanoTime();
            endpoint.tokens(chunk, token);
        }
        FinishReason reason = endpoint.finishReason(chunk);
        if (reason != null) {
            finishReason = FinishReasons.weightier(finishReason, reason);
        }
    }

    private void token(int choice) {
        ChunkListener told = chunks;
        if (told == null || choice < 0 || choice >= MOST_CHOICES) {
            return;
        }
        if (choice >= lastNanos.length) {
            lastNanos = Arrays.copyOf(lastNanos, choice + 1);
        }
        if (spoke.get(choice)) {
            tell(told, now - lastNanos[choice]);
        }
        spoke.set(choice);
        lastNanos[choice] = now;
    }

    private void tell(ChunkListener told, long gapNanos) {
        try {
            told.chunk(gapNanos);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a listener threw at a chunk of request " + exchange.id, e);
            chunks = null;
        }
    }

    private void begin(C chunk) {
        firstNanos = loop.nanoTime();
        model = endpoint.model(chunk);
        begun = true;
        try {
            ChunkListener told = loop.server()
                    .listener()
                    .firstChunk(
                            exchange.route(),
                            Objects.requireNonNullElse(model, ""),
                            Duration.ofNanos(firstNanos - exchange.receivedNanos()));
            chunks = told.equals(ChunkListener.NONE) ? null : told;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a listener threw at the first chunk of request " + exchange.id, e);
        }
    }

    /** Whether a chunk has come; for any thread. */
    boolean hasBegun() {
        return begun;
    }

    /** When the first chunk came, in nanoseconds of the forward clock. */
    long firstNanos() {
        return firstNanos;
    }

    @Nullable
    String model() {
        return model;
    }

    @Nullable
    FinishReason finishReason() {
        return finishReason;
    }
}
