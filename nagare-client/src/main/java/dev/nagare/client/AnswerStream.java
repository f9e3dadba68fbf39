package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is still being generated.
 *
 * <p>It is read once, by one thread at a time: {@link #iterator()}, {@link #text()} and {@link #completion()} all read
 * from the same place and go on where another stopped. They wait for the server; the request itself is under way as soon
 * as the stream exists, and whatever is wrong with it is thrown by whoever reads first. Every other method may be called
 * by any thread at any time.
 *
 * <p>Reading ends in one of four ways ({@link #end()}). <em>Completed</em>: the iteration ends. <em>Truncated</em>: it
 * throws {@link TruncatedStreamException}. <em>Failed</em>: it throws another {@link NagareClientException}. Both carry
 * what had come. <em>Cancelled</em>, by {@link #close()} or by an interrupt of the reading thread (which stays noted):
 * the iteration ends, since whoever cancelled knows.
 *
 * @param <C> the type of chunk
 * @param <A> the type of the whole answer
 */
public abstract sealed class AnswerStream<C, A> implements Iterable<C>, AutoCloseable
        permits ChatCompletionStream, CompletionStream {
    private final StreamReader<C, A> reader;

    AnswerStream(StreamReader<C, A> reader) {
        this.reader = reader;
    }

    /** The chunks that have not been taken yet; its methods wait for the server. */
    @Override
    public final Iterator<C> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return reader.hasNext();
            }

            @Override
            public C next() {
                C chunk = reader.take();
                if (chunk == null) {
                    throw new NoSuchElementException("the stream has ended");
                }
                return chunk;
            }
        };
    }

    /** The text of the first choice, piece by piece as it comes. */
    public final Iterable<String> text() {
        return text(0);
    }

    /** The text of one choice, piece by piece as it comes; no piece is empty. What other choices say is passed over. */
    public final Iterable<String> text(int choice) {
        return () -> new Iterator<>() {
            private @Nullable String piece;

            @Override
            public boolean hasNext() {
                while (piece == null) {
                    C chunk = reader.take();
                    if (chunk == null) {
                        return false;
                    }
                    String text = reader.text(chunk, choice);
                    piece = text.isEmpty() ? null : text;
                }
                return true;
            }

            @Override
            public String next() {
                String text = hasNext() ? piece : null;
                if (text == null) {
                    throw new NoSuchElementException("the stream has ended");
                }
                piece = null;
                return text;
            }
        };
    }

    /**
     * Reads to the end and returns the whole answer, with what was read before.
     *
     * @throws TruncatedStreamException when it is not whole
     * @throws CallCancelledException when the stream was closed
     * @throws NagareClientException when the stream failed
     */
    public final A completion() {
        return reader.completion();
    }

    /** The answer so far, made of the chunks that have been read. */
    public final A snapshot() {
        return reader.snapshot();
    }

    /** The token counts, once they have been read; most servers send them only when the request asks for them. */
    public final Optional<Usage> usage() {
        return reader.usage();
    }

    /** How the stream ended; empty while it has not been read to its end. */
    public final Optional<StreamEnd> end() {
        return reader.end();
    }

    /** When what arrived. */
    public final StreamTiming timing() {
        return reader.timing();
    }

    /**
     * The response's status and headers; waits for them.
     *
     * @throws CallCancelledException when the stream was closed before they came
     * @throws NagareClientException when there is no response
     */
    public final ResponseHead response() {
        return reader.response();
    }

    /**
     * Ends the stream: closes the connection, so that the server stops generating, and frees the thread that reads.
     * Does nothing to a stream that has ended. Any thread may call it, any number of times; it does not wait.
     */
    @Override
    public final void close() {
        reader.close();
    }
}
