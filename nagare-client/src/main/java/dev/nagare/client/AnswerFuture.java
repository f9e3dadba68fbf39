package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Takes all of a stream for a listener, and makes the whole answer of it. */
final class AnswerFuture<T, A> implements Flow.Subscriber<T> {
    private final StreamReader<?, A> reader;
    private final Consumer<? super T> listener;
    private final Result<A> result;

    AnswerFuture(StreamReader<?, A> reader, Consumer<? super T> listener) {
        this.reader = reader;
        this.listener = listener;
        this.result = new Result<>(reader);
    }

    CompletableFuture<A> result() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T thing) {
        try {
            listener.accept(thing);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            reader.close();
        }
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        if (reader.end().orElseThrow() instanceof StreamEnd.Cancelled) {
            result.cancel(false);
        } else {
            result.complete(reader.completion());
        }
    }

    /** A future whose cancelling closes the stream. */
    private static final class Result<A> extends CompletableFuture<A> {
        private final StreamReader<?, A> reader;

        Result(StreamReader<?, A> reader) {
            this.reader = reader;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            reader.close();
            return cancelled;
        }
    }
}
