package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is still being generated.
 *
 * <p>It is read once, by one thread at a time: as {@link #chunks()}, as {@link #text()}, as {@link #events()}, or at once
 * by {@link #completion()}; all of these read from the same place and go on where another stopped, and throw an
 * {@link IllegalStateException} while someone else reads. They wait for the server, but for the views'
 * {@link StreamView#subscribe} and {@link StreamView#listen}. The request itself is under way as soon as the stream exists;
 * a second try, if there must be one, is made by whoever reads, and whatever is wrong is thrown there. Every other method
 * may be called by any thread at any time.
 *
 * <p>Reading ends in one of four ways ({@link #end()}). <em>Completed</em>: the iteration ends. <em>Truncated</em>: it
 * throws {@link TruncatedStreamException}. <em>Failed</em>: it throws another {@link NagareClientException}. Both carry
 * what had come. <em>Cancelled</em>, by {@link #close()} or by an interrupt of the reading thread (which stays noted):
 * the iteration ends, since whoever cancelled knows.
 *
 * <p>A stream that is neither read to its end nor closed keeps its connection, though nobody holds it any more.
 *
 * @param <C> the type of chunk
 * @param <A> the type of the whole answer
 */
public abstract sealed class AnswerStream<C, A> implements Iterable<C>, AutoCloseable
        permits ChatCompletionStream, CompletionStream {
    private final StreamReader<C, A> reader;
    private final StreamView<C, A> chunks;

    AnswerStream(StreamReader<C, A> reader) {
        this.reader = reader;
        this.chunks = new StreamView<>(reader, Items.single(reader, chunk -> chunk));
    }

    /** The chunks that have not been taken yet; its methods wait for the server. */
    @Override
    public final Iterator<C> iterator() {
        return chunks.iterator();
    }

    /** The answer as the server sends it: chunk by chunk. */
    public final StreamView<C, A> chunks() {
        return chunks;
    }

    /** The text of the first choice, piece by piece as it comes. */
    public final StreamView<String, A> text() {
        return text(0);
    }

    /** The text of one choice, piece by piece as it comes; no piece is empty. What other choices say is passed over. */
    public final StreamView<String, A> text(int choice) {
        Assembly<C, A> assembly = reader.assembly();
        return new StreamView<>(reader, Items.single(reader, chunk -> piece(assembly.text(chunk, choice))));
    }

    private static @Nullable String piece(String text) {
        return text.isEmpty() ? null : text;
    }

    /**
     * What the chunks say, one thing after another: text, refusal, reasoning, tool calls, ends, token counts. Keep the
     * view while reading it: a chunk's further events wait in it.
     */
    public final StreamView<StreamEvent, A> events() {
        return new StreamView<>(reader, Items.events(reader));
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

    /** Reads to the end on the client's executor, and comes to the whole answer; as {@link StreamView#listen} does. */
    public final CompletableFuture<A> completionAsync() {
        return chunks.listen(chunk -> {});
    }

    /** The answer so far, made of the chunks that have been read. */
    public final A snapshot() {
        return reader.state().snapshot();
    }

    /** The token counts, once they have been read; most servers send them only when the request asks for them. */
    public final Optional<Usage> usage() {
        return reader.state().usage();
    }

    /** How the stream ended; empty while it has not been read to its end. */
    public final Optional<StreamEnd> end() {
        return reader.state().end();
    }

    /** When what arrived. */
    public final StreamTiming timing() {
        return reader.timing();
    }

    /**
     * The stream's times in seconds and its token counts so far, under OpenTelemetry's names: those of
     * {@link StreamTiming#metrics()}, {@code gen_ai.usage.input_tokens} and {@code gen_ai.usage.output_tokens}. The two
     * counts are what {@code gen_ai.client.token.usage} records.
     */
    public final Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>(timing().metrics());
        usage().ifPresent(usage -> {
            metrics.put("gen_ai.usage.input_tokens", (double) usage.promptTokens());
            metrics.put("gen_ai.usage.output_tokens", (double) usage.completionTokens());
        });
        return Collections.unmodifiableMap(metrics);
    }

    /**
     * The response's status and headers; reads until they have come, if they have not, as the views do.
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
