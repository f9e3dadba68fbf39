/** The protocol's values, their JSON form, the accumulators and the server-sent events codec. */
module dev.nagare.wire {
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports dev.nagare.wire;
    exports dev.nagare.wire.sse;
}
