package dev.nagare.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Has parts of one request done off its event loop. Event loop only. */
final class Elsewhere {
    private final Answering answering;
    private final LoopState loop;

    Elsewhere(Answering answering, LoopState loop) {
        this.answering = answering;
        this.loop = loop;
    }

    /**
     * Has something done off the event loop; what it returns goes on on the event loop. The body counts as held until
     * then, also when the request is over before.
     *
     * @param refusal the answer when too much waits there
     * @param work tells by itself of what fails in it
     */
    void run(Executor where, ErrorAnswer refusal, Supplier<Runnable> work) {
        answering.holdBody();
        try {
            where.execute(() -> {
                Runnable then = done(work);
                loop.execute(() -> {
                    answering.letGoOfBody();
                    then.run();
                });
            });
        } catch (RejectedExecutionException e) {
            answering.letGoOfBody();
            answering.error(refusal);
        }
    }

    private Runnable done(Supplier<Runnable> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            // Memory may be too short even to tell of it; the answer and the body that is held must not wait for that.
            return () -> answering.error(ErrorAnswer.INTERNAL);
        }
    }
}
