package dev.nagare.server;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the chunks of one answer that is not streamed, and answers at the end.
 *
 * <p>Chunks are accumulated on the engine's threads; the end is handed to the event loop.
 *
 * @param <C> the type of chunk
 */
final class WholeAnswer<C> implements GenerationSink<C>, Running {
    private static final System.Logger LOG = System.getLogger(WholeAnswer.class.getName());

    private final Answering answering;
    private final Exchange exchange;
    private final Responder responder;
    private final LoopState loop;
    private final Accumulation<C> accumulation;
    private final ChunkTally<C> tally;

    /** The engine's threads until the end, the event loop from then on. */
    private long bytes;

    private @Nullable ErrorAnswer broken;

    private @Nullable Generation generation;
    private boolean answered;

    WholeAnswer(
            Answering answering,
            Responder responder,
            LoopState loop,
            Accumulation<C> accumulation,
            ChunkTally<C> tally) {
        this.answering = answering;
        this.exchange = answering.exchange();
        this.responder = responder;
        this.loop = loop;
        this.accumulation = accumulation;
        this.tally = tally;
    }

    @Override
    public void chunk(C chunk) {
        tally.add(chunk);
        if (broken != null) {
            return;
        }
        bytes += 1 + accumulation.weight(chunk);
        if (bytes > loop.server().config().maxAnswerBytes()) {
            breakOff("the answer is larger than the server keeps");
            return;
        }
        try {
            accumulation.add(chunk);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "could not accumulate a chunk of request " + exchange.id, e);
            breakOff("a chunk could not be read");
        }
    }

    @Override
    public void end(GenerationEnd how) {
        try {
            loop.eventLoop().execute(() -> finish(how));
        } catch (RejectedExecutionException e) {
            // The server has been closed, and with it the connection.
        }
    }

    @Override
    public void began(Generation handle) {
        generation = handle;
    }

    private void breakOff(String why) {
        LOG.log(Level.WARNING, "request {0} is cancelled: {1}", exchange.id, why);
        broken = ErrorAnswer.INTERNAL;
        try {
            loop.eventLoop().execute(this::cancel);
        } catch (RejectedExecutionException e) {
            // The server has been closed, and with it the connection.
        }
    }

    private void finish(GenerationEnd how) {
        // Before the answer, after which a request that was sent ahead may ask for the place.
        exchange.generationEnded(how.usage());
        if (!answered) {
            answered = true;
            answer(how);
            answering.answered();
        }
    }

    private void answer(GenerationEnd how) {
        ErrorAnswer error = broken != null ? broken : errorOf(how);
        if (error == null) {
            try {
                byte[] body = accumulation.whole(how.usage());
                Map<String, String> headers = generation == null ? Map.of() : generation.headers();
                responder.json(exchange, 200, body, headers);
                exchange.outcome(RequestOutcome.COMPLETED, null);
                return;
            } catch (IllegalStateException e) {
                LOG.log(Level.ERROR, "the generation of request " + exchange.id + " ended too early", e);
                error = ErrorAnswer.UNFINISHED;
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "could not write the answer of request " + exchange.id, e);
                error = ErrorAnswer.INTERNAL;
            }
        }
        responder.error(exchange, error);
    }

    private static @Nullable ErrorAnswer errorOf(GenerationEnd how) {
        return switch (how) {
            case GenerationEnd.Completed _ -> null;
            case GenerationEnd.Cancelled _ -> ErrorAnswer.CANCELLED;
            case GenerationEnd.Failed failed -> ErrorAnswer.of(failed.error());
        };
    }

    @Override
    public void writable() {
        // It is written at once when it is whole.
    }

    @Override
    public void check(long now) {
        // An answer that has a length cannot begin before it is whole.
    }

    @Override
    public void readerLeft() {
        answered = true;
        cancel();
    }

    @Override
    public void endWith(ErrorAnswer error) {
        if (!answered) {
            answered = true;
            responder.error(exchange, error);
            answering.answered();
            cancel();
        }
    }

    private void cancel() {
        if (generation != null) {
            generation.cancel();
        }
    }
}
