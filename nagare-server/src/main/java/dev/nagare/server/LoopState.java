package dev.nagare.server;

import io.netty.channel.EventLoop;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one event loop: its connections, its outboxes, and the one watch that looks for connections which
 * make no progress. Event loop only.
 */
final class LoopState {
    private static final System.Logger LOG = System.getLogger(LoopState.class.getName());

    private static final int MAX_ID = 128;

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final ServerState server;
    private final EventLoop eventLoop;
    private final OutboxLoop outboxes;
    private final RandomGenerator random;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Exchange> generating = new LinkedHashSet<>();
    private String date = "";
    private long dateSecond = Long.MIN_VALUE;

    LoopState(ServerState server, EventLoop eventLoop, RandomGenerator random) {
        this.server = server;
        this.eventLoop = eventLoop;
        this.outboxes = new OutboxLoop(eventLoop);
        this.random = random;
    }

    /** Begins to watch; a timer for each connection would cost more than looking at all of them now and then. */
    void start(long watchNanos) {
        Repeated watch = new Repeated(LOG, "the connections could not be looked after, and will be again", this::watch);
        var _ = eventLoop.scheduleAtFixedRate(watch, watchNanos, watchNanos, TimeUnit.NANOSECONDS);
    }

    ServerState server() {
        return server;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    OutboxLoop outboxes() {
        return outboxes;
    }

    Surroundings surroundings() {
        return server.surroundings();
    }

    /** The forward clock; for any thread. */
    long nanoTime() {
        return server.surroundings().nanoTime().getAsLong();
    }

    /** Runs a task on the event loop; once the server has been closed, and with it every connection, not any more. */
    void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the server has been closed: {0}", e.getMessage());
        }
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    /** A request's generation has begun. */
    void generates(Exchange exchange) {
        generating.add(exchange);
    }

    /** A request's generation is over. */
    void generatesNoMore(Exchange exchange) {
        generating.remove(exchange);
    }

    /** Ends the requests whose engine has not told of an end, so that they too are told of. */
    void abandonGenerations() {
        if (!generating.isEmpty()) {
            LOG.log(Level.WARNING, "{0} generations have not ended and are waited for no longer", generating.size());
        }
        List.copyOf(generating).forEach(Exchange::abandon);
    }

    /** The caller's own id when it is a plain word of at most 128 characters, else a new one. */
    String requestId(@Nullable String given) {
        if (given != null && !given.isEmpty() && given.length() <= MAX_ID && isPlain(given)) {
            return given;
        }
        return "req_" + randomHex();
    }

    /** A new id for an answer to a request to judge texts. */
    String moderationId() {
        return "modr-" + randomHex();
    }

    private String randomHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /** The time of day in the form of a {@code date} header. */
    String date() {
        long millis = surroundings().clock().millis();
        long second = Math.floorDiv(millis, 1000L);
        if (second != dateSecond) {
            dateSecond = second;
            date = IMF_FIXDATE.format(Instant.ofEpochSecond(second));
        }
        return date;
    }

    private void watch() {
        long now = nanoTime();
        each(connection -> connection.check(now));
    }

    /** Does something with the connections of now; one that breaks is closed, and the others go on. */
    void each(Consumer<Connection> action) {
        for (Connection connection : List.copyOf(connections)) {
            try {
                action.accept(connection);
            } catch (RuntimeException | Error e) {
                giveUp(connection, e);
            }
        }
    }

    private static void giveUp(Connection connection, Throwable broken) {
        try {
            connection.close(RequestOutcome.FAILED, ErrorReason.INTERNAL);
        } catch (RuntimeException | Error e) {
            broken.addSuppressed(e);
        }
        try {
            LOG.log(Level.ERROR, "a connection broke and is closed", broken);
        } catch (RuntimeException | Error e) {
            // The other connections are looked after all the same.
            broken.addSuppressed(e);
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || "-_.:".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
