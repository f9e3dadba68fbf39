package dev.nagare.server;

/** Not written yet. */
public final class NagareServer {
    private NagareServer() {}
}
