package dev.nagare.server;

/**
 * One request's way through the queue: begins its generation when its turn comes, on its own event loop, and ends it
 * when that takes too long. Event loop only, but for what {@link Admission} calls.
 */
final class Turn implements Admission.Waiter {
    private final LoopState loop;
    private final Answering answering;
    private final Runnable generation;
    private final ChunkTally<?> tally;
    private long enteredAt;
    private boolean begun;

    /**
     * A turn.
     *
     * @param generation begins the generation; run at most once
     */
    Turn(LoopState loop, Answering answering, ChunkTally<?> tally, Runnable generation) {
        this.loop = loop;
        this.answering = answering;
        this.tally = tally;
        this.generation = generation;
    }

    /** Begins now, or later, or answers that there is no room. */
    void enter() {
        Admission admission = loop.server().admission();
        Exchange exchange = answering.exchange();
        enteredAt = loop.nanoTime();
        exchange.entered(tally);
        Admission.Place place = admission.enter(exchange.key.name(), this);
        if (place == null) {
            answering.endWith(ErrorAnswer.queueFull(admission.retryAfterSeconds()));
            return;
        }
        exchange.place(place);
        if (place.isRunning()) {
            begin();
        }
    }

    /** Ends a request that has waited for too long. */
    void check(long now) {
        if (isWaiting()
                && now - enteredAt > loop.server().config().queueTimeout().toNanos()) {
            answering.endWith(
                    ErrorAnswer.queuedTooLong(loop.server().admission().retryAfterSeconds()));
        }
    }

    /** Whether the turn has still to come. */
    boolean isWaiting() {
        return answering.exchange().isQueued();
    }

    @Override
    public void admitted() {
        loop.execute(this::begin);
    }

    @Override
    public void displaced() {
        loop.execute(() -> answering.endWith(
                ErrorAnswer.queueFull(loop.server().admission().retryAfterSeconds())));
    }

    private void begin() {
        // Asked for twice when the turn came while the place was being taken.
        if (answering.isOpen() && !begun) {
            begun = true;
            answering.exchange().generationBegan();
            generation.run();
        }
    }
}
