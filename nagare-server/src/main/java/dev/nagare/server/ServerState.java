package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Moderator;
import dev.nagare.wire.InvalidRequestException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all event loops of a server share: its engine, its counts, and whether it is closing. For any thread. */
final class ServerState implements ServerLoad {
    private static final System.Logger LOG = System.getLogger(NagareServer.class.getName());

    private final ServerConfig config;
    private final CompletionEngine engine;
    private final Map<String, String> engineHeaders;
    private final @Nullable Moderator moderator;
    private final ServerListener listener;
    private final @Nullable MetricsPage metrics;
    private final Surroundings surroundings;
    private final Executor decoders;
    private final Executor scrapers;
    private final int maxConnections;
    private final Gauge open = new Gauge();
    private final Gauge openForOperations = new Gauge();
    private final Gauge exchanges = new Gauge();
    private final Gauge moderations = new Gauge();
    private final Allowance bodies;
    private final Admission admission;
    private final Rates rates;
    private final Access access;
    private final Cors cors;
    private volatile boolean closing;

    ServerState(
            ServerConfig config,
            CompletionEngine engine,
            @Nullable Moderator moderator,
            ServerListener listener,
            @Nullable MetricsPage metrics,
            Surroundings surroundings,
            Executor decoders,
            Executor scrapers,
            Rates rates,
            @Nullable Supplier<ApiKeys> keys) {
        this.config = config;
        this.engine = engine;
        this.engineHeaders = Map.copyOf(engine.headers());
        this.moderator = moderator;
        this.listener = listener;
        this.metrics = metrics;
        this.surroundings = surroundings;
        this.decoders = decoders;
        this.scrapers = scrapers;
        this.maxConnections = DescriptorLimit.ofProcess().connections(config);
        this.bodies = new Allowance(config.maxBodiesBytes());
        this.admission = new Admission(config.maxRunning(), config.maxQueued(), surroundings.nanoTime());
        this.rates = rates;
        this.access = new Access(this, keys);
        this.cors = new Cors(config.corsOrigins());
    }

    ServerConfig config() {
        return config;
    }

    CompletionEngine engine() {
        return engine;
    }

    /** The headers that the engine wants on every response of its routes. */
    Map<String, String> engineHeaders() {
        return engineHeaders;
    }

    /** Who judges texts; null for nobody. */
    @Nullable
    Moderator moderator() {
        return moderator;
    }

    ServerListener listener() {
        return listener;
    }

    /** What {@code /metrics} shows; null for nothing. */
    @Nullable
    MetricsPage metrics() {
        return metrics;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Decodes what takes too long for an event loop; throws RejectedExecutionException when too much waits. */
    Executor decoders() {
        return decoders;
    }

    /** Writes the metrics, which do not wait for bodies; throws RejectedExecutionException when too many wait. */
    Executor scrapers() {
        return scrapers;
    }

    boolean isClosing() {
        return closing;
    }

    void closing() {
        closing = true;
    }

    /** The open connections, without those that were one too many and those that came for operations. */
    Gauge open() {
        return open;
    }

    /** The open connections that came for operations. */
    Gauge openForOperations() {
        return openForOperations;
    }

    /** The most connections of callers: those configured, or as many as the process may open. */
    int maxConnections() {
        return maxConnections;
    }

    /** The requests that are not over yet. */
    Gauge exchanges() {
        return exchanges;
    }

    /** The requests whose texts are being judged. */
    Gauge moderations() {
        return moderations;
    }

    /** The bytes of all request bodies that are held. */
    Allowance bodies() {
        return bodies;
    }

    /** The generations that have not ended, and the requests that wait for theirs. */
    Admission admission() {
        return admission;
    }

    /** How much each key may ask for. */
    Rates rates() {
        return rates;
    }

    /** Which requests may go on. */
    Access access() {
        return access;
    }

    /** Which pages may read answers. */
    Cors cors() {
        return cors;
    }

    @Override
    public int running() {
        return admission.running();
    }

    @Override
    public int waiting() {
        return admission.waiting();
    }

    @Override
    public int connections() {
        return open.count();
    }

    @Override
    public boolean accepting() {
        return !closing;
    }

    /** Tells the listener of parameters that are not known, or refuses the first where the server is strict. */
    @Nullable
    ErrorAnswer unknownParameters(List<String> names) {
        if (config.strict() && !names.isEmpty()) {
            return ErrorAnswer.of(
                    InvalidRequestException.unknownParameter(names.getFirst()).error());
        }
        names.forEach(this::unknownParameter);
        return null;
    }

    private void unknownParameter(String name) {
        try {
            listener.unknownParameter(name);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a listener threw at a parameter that is not known", e);
        }
    }

    /** Tells the listener of a request that is over. */
    void report(RequestEnded event) {
        try {
            listener.requestEnded(event);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a listener threw at the end of request " + event.requestId(), e);
        } finally {
            exchanges.decrement();
        }
    }
}
