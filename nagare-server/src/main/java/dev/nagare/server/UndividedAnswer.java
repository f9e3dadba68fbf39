package dev.nagare.server;

/** An answer that is written at once when it is whole: it has a length, so nothing of it can be shown before. Event loop only. */
abstract sealed class UndividedAnswer implements Running permits WholeAnswer, ModerationAnswer {
    final Answering answering;
    final Exchange exchange;
    final Responder responder;
    private boolean answered;

    UndividedAnswer(Answering answering, Responder responder) {
        this.answering = answering;
        this.exchange = answering.exchange();
        this.responder = responder;
    }

    /** Tells whoever makes the answer to stop. */
    abstract void cancel();

    /** Writes the answer, unless one was written or nobody reads it any more. */
    final void answer(Runnable writing) {
        if (!answered) {
            answered = true;
            writing.run();
            answering.answered();
        }
    }

    @Override
    public final void writable() {
        // All of it is handed over at once.
    }

    @Override
    public final void check(long now) {
        // It cannot begin before it is whole.
    }

    @Override
    public final void readerLeft() {
        answered = true;
        cancel();
    }

    @Override
    public final void endWith(ErrorAnswer error) {
        if (!answered) {
            answer(() -> responder.error(exchange, error));
            cancel();
        }
    }
}
