package dev.nagare.server;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the chunks of one answer that is not streamed, and answers at the end.
 *
 * <p>Chunks are accumulated on the engine's threads; the end is handed to the event loop.
 *
 * @param <C> the type of chunk
 */
final class WholeAnswer<C> extends UndividedAnswer implements GenerationSink<C> {
    private static final System.Logger LOG = System.getLogger(WholeAnswer.class.getName());

    private final LoopState loop;
    private final Accumulation<C> accumulation;
    private final ChunkTally<C> tally;

    /** The engine's threads until the end, the event loop from then on. */
    private long bytes;

    /** Whether what still comes is dropped; the engine's threads only. */
    private boolean broken;

    private @Nullable Generation generation;

    WholeAnswer(
            Answering answering,
            Responder responder,
            LoopState loop,
            Accumulation<C> accumulation,
            ChunkTally<C> tally) {
        super(answering, responder);
        this.loop = loop;
        this.accumulation = accumulation;
        this.tally = tally;
    }

    @Override
    public void chunk(C chunk) {
        if (broken) {
            return;
        }
        try {
            tally.add(chunk);
            bytes += 1 + accumulation.weight().applyAsInt(chunk);
            if (bytes > loop.server().config().maxAnswerBytes()) {
                breakOff(ErrorAnswer.answerTooLarge(loop.server().config().maxAnswerBytes()));
            } else {
                accumulation.add().accept(chunk);
            }
        } catch (RuntimeException | Error e) {
            // A sink never throws: the engine's thread serves others too.
            LOG.log(Level.ERROR, "could not take a chunk of request " + exchange.id, e);
            breakOff(ErrorAnswer.INTERNAL);
        }
    }

    @Override
    public void end(GenerationEnd how) {
        loop.execute(() -> finish(how));
    }

    /** The engine has returned the generation. */
    void began(Generation handle) {
        generation = handle;
    }

    private void breakOff(ErrorAnswer error) {
        broken = true;
        loop.execute(() -> endWith(error));
    }

    private void finish(GenerationEnd how) {
        // Before the answer, after which a request that was sent ahead may ask for the place.
        exchange.generationEnded(how.usage());
        answer(() -> write(how));
    }

    private void write(GenerationEnd how) {
        ErrorAnswer error = errorOf(how);
        if (error == null) {
            try {
                byte[] body = accumulation.whole().apply(how.usage());
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
    void cancel() {
        if (generation != null) {
            generation.cancel();
        }
    }
}
