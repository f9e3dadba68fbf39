package dev.nagare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, one after another: the exchange that is under way, or the last one and a pause before the next.
 * For one reader; anyone may cancel.
 */
final class Attempts {
    private final Call call;
    private final Runnable signal;
    private volatile Exchange exchange;
    private volatile @Nullable Pause pause;
    private volatile boolean cancelled;

    /**
     * Sends the first.
     *
     * @param signal is run when there may be something new; must be short and block nothing
     */
    Attempts(Call call, Runnable signal) {
        this.call = call;
        this.signal = signal;
        this.exchange = call.send(signal);
    }

    /** The exchange that is under way, or the last one. */
    Exchange exchange() {
        return exchange;
    }

    /** Whether the next attempt follows after a pause. */
    boolean isPausing() {
        return pause != null;
    }

    /** Begins a pause after a failure if another attempt may help; else the failure tells of all attempts. */
    boolean retry(NagareClientException failure) {
        Duration wait = cancelled ? null : call.pauseAfter(exchange, failure);
        if (wait == null) {
            return false;
        }
        exchange.cancel();
        Pause begun = new Pause(call.time(), wait, signal);
        pause = begun;
        if (cancelled) {
            begun.cancel();
        }
        return true;
    }

    /** Makes the next attempt if the pause is over. */
    boolean resume() {
        Pause between = pause;
        if (between == null || !between.isOver()) {
            return false;
        }
        boolean waited = exchange.waitOver();
        Exchange next = call.send(signal);
        exchange = next;
        pause = null;
        if (cancelled) {
            next.cancel();
        } else if (waited) {
            next.waitBegins();
        }
        return true;
    }

    /** Says whether someone waits for the answer: only then its deadlines of waiting run. */
    void waiting(boolean waits) {
        if (waits) {
            exchange.waitBegins();
        } else {
            exchange.waitOver();
        }
    }

    /** Runs something of this side's, which may take its time: until it is done nobody waits for the server. */
    void whileNobodyWaits(Runnable work) {
        boolean waited = exchange.waitOver();
        work.run();
        waiting(waited);
    }

    /** Ends the exchange and the pause; no attempt follows. Any thread. */
    void cancel() {
        cancelled = true;
        exchange.cancel();
        Pause between = pause;
        if (between != null) {
            between.cancel();
        }
    }
}
