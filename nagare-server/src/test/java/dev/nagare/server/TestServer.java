package dev.nagare.server;

import dev.nagare.engine.Moderator;
import dev.nagare.testkit.ScriptedEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server on a free port with one event loop, its engine and what its listener was told. */
final class TestServer implements AutoCloseable {
    final ScriptedEngine engine;
    final Recorded recorded = new Recorded();
    /** What the server takes for the time, in nanoseconds, when it was started with a clock of its own. */
    final AtomicLong clock = new AtomicLong(1_000_000_000L);

    final NagareServer server;

    private TestServer(ScriptedEngine engine, @Nullable Moderator moderator, ServerConfig config, boolean ownClock) {
        Surroundings system = Surroundings.system();
        Surroundings surroundings = ownClock ? new Surroundings(clock::get, system.clock(), system.random()) : system;
        this.engine = engine;
        this.server = NagareServer.start(config, engine, recorded, null, moderator, surroundings);
    }

    static TestServer start(ScriptedEngine engine) {
        return start(engine, config -> config);
    }

    static TestServer start(ScriptedEngine engine, UnaryOperator<ServerConfig.Builder> change) {
        return new TestServer(
                engine,
                null,
                change.apply(ServerConfig.builder().port(0).eventLoops(1)).build(),
                false);
    }

    /** A server whose time stands still until it is {@linkplain #pass passed}. */
    static TestServer timeless(ScriptedEngine engine, UnaryOperator<ServerConfig.Builder> change) {
        return new TestServer(
                engine,
                null,
                change.apply(ServerConfig.builder().port(0).eventLoops(1)).build(),
                true);
    }

    /** A server that has texts judged, and generates nothing. */
    static TestServer judging(Moderator moderator, UnaryOperator<ServerConfig.Builder> change) {
        return new TestServer(
                ScriptedEngine.manual(),
                moderator,
                change.apply(ServerConfig.builder().port(0).eventLoops(1)).build(),
                false);
    }

    /** Lets time pass for the server. */
    void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    RawClient connect() {
        return RawClient.connect(server.port());
    }

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
