/** For those who test streaming code: a scripted engine, the engine contract as tests, servers that break in named ways. */
module dev.nagare.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.engine;
    requires static transitive org.junit.jupiter.api;
    requires static org.assertj.core;
    requires static io.netty.buffer;
    requires static io.netty.codec.http2;
    requires static io.netty.common;
    requires static io.netty.handler;
    requires static io.netty.transport;

    exports dev.nagare.testkit;
}
