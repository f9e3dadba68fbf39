package dev.nagare.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One way to look at a streamed answer: as chunks, as pieces of text, or as events. It can be iterated over, be taken as
 * a {@link Stream}, be subscribed to, or be listened to, once.
 *
 * <p>All views of a stream read from the same place and go on where another stopped; a thing that came while nobody looked is
 * not given again. One reads at a time: while a thread waits for the next thing, and once a subscriber or a listener has been
 * given the stream, whoever else wants to read is refused with an {@link IllegalStateException}.
 *
 * @param <T> the type of thing it gives
 * @param <A> the type of the whole answer
 */
public final class StreamView<T, A> implements Iterable<T>, Flow.Publisher<T> {
    private final StreamReader<?, A> reader;
    private final Items<T> items;

    StreamView(StreamReader<?, A> reader, Items<T> items) {
        this.reader = reader;
        this.items = items;
    }

    /**
     * What has not been taken yet; its methods wait for the server, in the thread that calls them. What {@code hasNext()} has
     * announced is given, though the stream was closed meanwhile.
     */
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public T next() {
                if (!items.hasNext()) {
                    throw new NoSuchElementException("the stream has ended");
                }
                return items.take();
            }
        };
    }

    /**
     * What has not been taken yet, as a sequential stream that waits for the server. An operation that needs no more, such
     * as {@code limit}, leaves the answer open: closing either stream ends it.
     */
    public Stream<T> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(reader::close);
    }

    /**
     * Gives what has not been taken yet to a subscriber, as much as it asks for, on the client's executor. A subscriber
     * that asks for nothing slows the server down; one that cancels closes the stream. A stream that is closed by someone
     * else completes. Only one subscriber is served, and none beside a thread that waits: another is told so. An executor
     * that fails is an error of the stream, which the subscriber is told of on a thread of the client's own.
     */
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Pump.start(reader, items, Objects.requireNonNull(subscriber, "subscriber"));
    }

    /**
     * Gives each thing to a listener as it comes, on the client's executor, one at a time, and returns at once.
     *
     * @return what comes to the whole answer, or fails as reading would. However else it is done, by {@code cancel}, by
     *     {@code orTimeout}, by what the listener throws, an {@link Error} too, the stream is closed; closing the stream
     *     cancels it.
     */
    public CompletableFuture<A> listen(Consumer<? super T> listener) {
        AnswerFuture<T, A> future = new AnswerFuture<>(reader, Objects.requireNonNull(listener, "listener"));
        subscribe(future);
        return future.result();
    }
}
