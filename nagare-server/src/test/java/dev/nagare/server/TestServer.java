package dev.nagare.server;

import dev.nagare.testkit.ScriptedEngine;
import java.util.function.UnaryOperator;

/** A server on a free port with one event loop, its engine and what its listener was told. */
final class TestServer implements AutoCloseable {
    final ScriptedEngine engine;
    final Recorded recorded = new Recorded();
    final NagareServer server;

    private TestServer(ScriptedEngine engine, ServerConfig config) {
        this.engine = engine;
        this.server = NagareServer.start(config, engine, recorded);
    }

    static TestServer start(ScriptedEngine engine) {
        return start(engine, config -> config);
    }

    static TestServer start(ScriptedEngine engine, UnaryOperator<ServerConfig.Builder> change) {
        return new TestServer(
                engine,
                change.apply(ServerConfig.builder().port(0).eventLoops(1)).build());
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
