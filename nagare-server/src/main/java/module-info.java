/** HTTP in front of an engine. */
module dev.nagare.server {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.engine;
    requires io.netty.common;
    requires io.netty.buffer;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.transport.classes.epoll;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jdk.management;

    exports dev.nagare.server;
}
