package dev.nagare.client;

import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.StreamErrorException;
import dev.nagare.wire.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the endpoints: their chunks, and how these become a whole answer. One for each stream. What says
 * nothing about an answer that only comes whole, and is in no stream, is said here.
 *
 * @param <C> the type of chunk
 * @param <A> the type of the whole answer
 */
interface Assembly<C, A> {
    /**
     * Reads the data of an event; null when it is {@code [DONE]}.
     *
     * @throws StreamErrorException when it is an error
     * @throws MalformedJsonException when it is neither
     */
    @Nullable
    C read(byte[] data, int offset, int length);

    /** Whether a chunk says something, and not only who speaks or why it ended. */
    boolean saysSomething(C chunk);

    /** What a chunk adds to the text of a choice; empty for nothing. */
    default String text(C chunk, int choice) {
        return "";
    }

    /** Adds the next chunk. */
    void add(C chunk);

    /** The usage so far. */
    default @Nullable Usage usage() {
        return null;
    }

    /** Judges a stream that ended in good order. */
    StreamEnd ended(boolean sawDone);

    /** The answer so far. */
    A snapshot();

    /** Reads a whole answer. */
    A whole(byte[] utf8);

    /** A whole answer as the one chunk of a stream. */
    C asChunk(A answer);

    /** An answer as a part of one; null for what has no parts. */
    default @Nullable PartialAnswer partial(A answer) {
        return null;
    }

    /** What the chunk that was added last says, as events. */
    default void events(C chunk, Consumer<StreamEvent> out) {}

    /** Another, with nothing added yet; only what is streamed is filtered, and needs one. */
    default Assembly<C, A> fresh() {
        throw new UnsupportedOperationException("an answer that only comes whole passes no filter");
    }

    /** A chunk without what it says: who ended, and the usage. */
    default C outline(C chunk) {
        return chunk;
    }
}
