package dev.nagare.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Takes all of a stream for a listener, and makes the whole answer of it. */
final class AnswerFuture<T, A> implements Flow.Subscriber<T> {
    private final StreamReader<?, A> reader;
    private final Consumer<? super T> listener;
    private final CompletableFuture<A> result = new CompletableFuture<>();

    AnswerFuture(StreamReader<?, A> reader, Consumer<? super T> listener) {
        this.reader = reader;
        this.listener = listener;
    }

    CompletableFuture<A> result() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        // However the future is done, by a timeout of its holder's too, nobody wants more of the stream.
        var unused = result.whenComplete((answer, error) -> subscription.cancel());
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T thing) {
        try {
            listener.accept(thing);
        } catch (Throwable e) {
            // An Error too, such as a test's own failed assertion, and what a listener throws without having declared
            // it.
            result.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        if (reader.state().isCancelled()) {
            result.cancel(false);
            return;
        }
        try {
            result.complete(reader.completion());
        } catch (Throwable e) {
            // There may be no memory for it, and a future that is never done is worse.
            result.completeExceptionally(e);
        }
    }
}
