package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.FinishReason;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the two ways to ask for a completion.
 *
 * @param <R> the type of request
 * @param <C> the type of chunk
 */
interface Endpoint<R, C> {
    /**
     * Reads a request's body.
     *
     * @throws dev.nagare.wire.InvalidRequestException when it breaks a rule of the protocol
     */
    R decode(byte[] body);

    /** Whether the answer is to come as events. */
    boolean isStream(R request);

    /** Hands the request to the engine. */
    Generation start(CompletionEngine engine, R request, GenerationSink<C> sink);

    /** The names of the parameters that the protocol does not have. */
    List<String> unknownParameters(R request);

    /** How many messages the request holds; 0 where there are no messages. */
    int messages(R request);

    /** The most tokens that the answer may have as far as the request says; 0 when it does not. */
    long tokensAsked(R request);

    /** The model that a chunk names, or null. */
    @Nullable
    String model(C chunk);

    /** The finish reason that a chunk brings: of several the one that takes most from the answer; null for none. */
    @Nullable
    FinishReason finishReason(C chunk);

    /**
     * Names the choices that a chunk carries text, reasoning, a refusal or a tool call of, each once for every time: what took
     * a token to generate, which a role, a finish reason and token counts did not.
     */
    void tokens(C chunk, IntConsumer choices);

    /** How this request's stream is shown. */
    Presentation<C> presentation(R request);

    /** How this request's answer is put together. */
    Accumulation<C> accumulation(R request);
}
