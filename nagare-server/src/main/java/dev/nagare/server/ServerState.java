package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/** What all event loops of a server share: its engine, its counts, and whether it is closing. For any thread. */
final class ServerState {
    private static final System.Logger LOG = System.getLogger(NagareServer.class.getName());

    private final ServerConfig config;
    private final CompletionEngine engine;
    private final ServerListener listener;
    private final Surroundings surroundings;
    private final Executor decoders;
    private final Gauge connections = new Gauge();
    private final Gauge exchanges = new Gauge();
    private final Admission admission;
    private final Access access;
    private volatile boolean closing;

    ServerState(
            ServerConfig config,
            CompletionEngine engine,
            ServerListener listener,
            Surroundings surroundings,
            Executor decoders) {
        this.config = config;
        this.engine = engine;
        this.listener = listener;
        this.surroundings = surroundings;
        this.decoders = decoders;
        this.admission = new Admission(config.maxRunning(), config.maxQueued(), surroundings.nanoTime());
        this.access = new Access(this);
    }

    ServerConfig config() {
        return config;
    }

    CompletionEngine engine() {
        return engine;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Runs the decoding of large bodies; throws RejectedExecutionException when too many wait. */
    Executor decoders() {
        return decoders;
    }

    boolean isClosing() {
        return closing;
    }

    void closing() {
        closing = true;
    }

    /** The open connections, without those that were one too many. */
    Gauge connections() {
        return connections;
    }

    /** The requests that are not over yet. */
    Gauge exchanges() {
        return exchanges;
    }

    /** The generations that have not ended, and the requests that wait for theirs. */
    Admission admission() {
        return admission;
    }

    /** Which requests may go on. */
    Access access() {
        return access;
    }

    /** Tells the listener of a request that is over. */
    void report(RequestEnded event) {
        try {
            listener.requestEnded(event);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener threw at the end of request " + event.requestId(), e);
        } finally {
            exchanges.decrement();
        }
    }
}
