package dev.nagare.server;

import java.time.Duration;

/**
 * Watches a server and changes nothing.
 *
 * <p>Called on the server's event loops and the engine's threads, several at a time: a listener must be safe for that
 * and must not block. What it throws is logged and has no other effect.
 *
 * <p>Each request that has begun is told of exactly once at its end, whatever the end was.
 */
public interface ServerListener {
    /** A listener that watches nothing. */
    ServerListener NONE = new ServerListener() {};

    /** A server starts; called once, before it accepts connections. */
    default void serverStarts(ServerLoad load) {}

    /**
     * The first chunk of a generation has come from the engine. Called on the engine's thread.
     *
     * @param route the endpoint that was asked
     * @param model the model that answers, as the chunk says
     * @param waited since the request's head had come
     * @return who is told of this generation's further tokens
     */
    default ChunkListener firstChunk(Route route, String model, Duration waited) {
        return ChunkListener.NONE;
    }

    /**
     * A request carries a top-level parameter that this server does not know, and is accepted all the same.
     *
     * @param name the parameter's name as the caller wrote it: it may be hostile, and of any length that a body allows
     */
    default void unknownParameter(String name) {}

    /** A request is over. */
    default void requestEnded(RequestEnded event) {}

    /** A listener that tells two others, in order; what the first throws is thrown after the second was told. */
    static ServerListener both(ServerListener first, ServerListener second) {
        return new TwoListeners(first, second);
    }
}
