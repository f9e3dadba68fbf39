/** Calls a server, yields chunks, knows how the stream ended and how long everything took. */
module dev.nagare.client {
    requires static transitive org.jspecify;
    requires transitive dev.nagare.wire;
    requires transitive java.net.http;

    exports dev.nagare.client;
}
