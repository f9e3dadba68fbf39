package dev.nagare.guard;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.Usage;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream under a slow judge. What has been shown of a text is at every moment the beginning of a text that the judge
 * has accepted.
 *
 * <p>Chunks wait in their order. As soon as there is new text and no verdict is awaited, all new texts are judged, whole;
 * when the verdict comes, the chunks that it covers go, and what has come meanwhile is judged next. So the judge's own
 * speed is the clock: a chunk waits for the verdict under way and then for its own, at most twice as long as one takes.
 * Chunks without text, such as the one with the role, wait only for those before them. A judge that is asked sparingly
 * ({@link Judge#sparing}) waits for more text first.
 *
 * <p>Whatever happens, chunks, verdicts, the reader's wishes, happens one at a time ({@link Serial}), so nothing here needs a
 * lock, and no wish overtakes another: on the thread of the engine or of the judge, but never on that of the reader.
 *
 * @param <C> the type of chunk
 */
final class JudgedStream<C> implements GenerationSink<C>, Generation {
    private static final System.Logger LOG = System.getLogger(JudgedStream.class.getName());

    private final JudgedForm<C> form;
    private final Asking asking;
    private final Executor elsewhere;
    private final GenerationSink<C> sink;
    private final int expected;
    private final GuardedGeneration engine = new GuardedGeneration(Map.of());
    private final Serial serial = new Serial();

    private final Questions questions;
    private final JudgedResults results = new JudgedResults();
    private final HeldChunks<C> held;
    private final FinishChunks<C> finishes;
    private final Throttle throttle;

    /** The choices that have ended, for whatever reason. */
    private final Set<Integer> ended = new HashSet<>();

    /** The choices of which nothing more is shown: rejected, or cancelled by the reader. */
    private final Set<Integer> silenced = new HashSet<>();

    /** The number of the last chunk that a verdict covers. */
    private long judgedUpTo;

    private boolean inputWaits;
    private boolean hasRejected;
    private @Nullable GenerationEnd end;
    private @Nullable EngineException broken;
    private boolean over;

    /** Set at once, so that no chunk follows the reader's wish. */
    private volatile boolean cancelled;

    /**
     * A stream.
     *
     * @param form knows its chunks
     * @param asking asks the judge
     * @param elsewhere where a reader's wishes are done
     * @param expected how many choices there will be
     */
    JudgedStream(JudgedForm<C> form, Asking asking, Executor elsewhere, GenerationSink<C> sink, int expected) {
        this.form = form;
        this.asking = asking;
        this.elsewhere = elsewhere;
        this.sink = sink;
        this.expected = expected;
        this.questions = new Questions(asking, answer -> happens(() -> answered(answer)));
        this.held = new HeldChunks<>(chunk -> chars(form, chunk));
        this.finishes = new FinishChunks<>(expected, form.endsTogether(), sink::chunk);
        this.throttle = new Throttle(engine, asking.maxHeld());
    }

    private static <C> int chars(JudgedForm<C> form, C chunk) {
        int[] chars = {0};
        form.texts(chunk, (choice, field, piece, isJson) -> chars[0] += piece.length());
        return chars[0];
    }

    /** The engine has given its handle. */
    void began(Generation handle) {
        engine.began(handle);
    }

    /** Has the messages judged together with the first text, for a verdict on them only. */
    void judge(List<String> messages) {
        happens(() -> {
            inputWaits = !messages.isEmpty();
            for (int i = 0; i < messages.size(); i++) {
                questions.add(JudgedTexts.INPUT, Integer.toString(i), messages.get(i), false);
            }
            questions.hurry();
            step();
        });
    }

    /** Notes the verdict on the messages. */
    void judged(ModerationResult input) {
        serial.run(() -> results.add(JudgedTexts.INPUT, input));
    }

    @Override
    public void chunk(C chunk) {
        happens(() -> arrived(chunk));
    }

    @Override
    public void end(GenerationEnd how) {
        happens(() -> {
            end = how;
            questions.hurry();
            step();
        });
    }

    private void happens(Runnable task) {
        serial.run(() -> attempt(task));
    }

    private void attempt(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the guard failed; its stream ends with an error", e);
            breakOff(Errors.broken(e));
        }
    }

    private void began(int choice, boolean isEnded) {
        results.began(choice);
        if (isEnded) {
            ended.add(choice);
            questions.hurry();
        }
    }

    private void arrived(C chunk) {
        if (broken != null || cancelled) {
            return;
        }
        form.choices(chunk, this::began);
        C known = form.known(chunk);
        C kept = known == null ? null : form.without(known, silenced);
        if (kept == null) {
            return;
        }
        form.texts(kept, questions::add);
        held.add(kept);
        step();
    }

    /** Does whatever can be done now. */
    private void step() {
        if (broken == null && !cancelled) {
            release();
            throttle.update(held.chars());
            questions.ask(held.newest(), throttle.isFull());
        }
        endIfOver();
    }

    private void release() {
        while (!throttle.isReaderPaused() && !cancelled) {
            HeldChunks.Held<C> oldest = held.oldest();
            if (oldest == null) {
                return;
            }
            boolean isFree = oldest.chars() == 0 && !(inputWaits && form.tellsVerdicts(oldest.chunk()));
            if (oldest.number() > judgedUpTo && !isFree) {
                return;
            }
            held.removeOldest();
            show(oldest.chunk());
        }
    }

    private void show(C chunk) {
        if (form.tellsVerdicts(chunk)) {
            finishes.showAll();
        }
        C shown = form.shown(chunk, results);
        if (shown != null) {
            sink.chunk(shown);
        }
        form.finishes(chunk).forEach(finishes::add);
    }

    private void answered(Questions.Answer answer) {
        questions.close();
        if (cancelled || broken != null) {
            return;
        }
        List<ModerationResult> found = answer.results();
        if (found != null) {
            for (int i = 0; i < found.size(); i++) {
                judged(answer.texts().get(i).choice(), found.get(i));
            }
        } else if (asking.failsOpen()) {
            results.unjudged();
        } else {
            Throwable error = answer.error();
            breakOff(Errors.noVerdict(error == null ? new IllegalStateException("no verdict") : error));
            return;
        }
        judgedUpTo = answer.upTo();
        inputWaits = false;
        step();
    }

    private void judged(int choice, ModerationResult result) {
        results.add(choice, result);
        if (choice != JudgedTexts.INPUT && asking.rejects(result) && silence(choice)) {
            hasRejected = true;
            if (end == null) {
                engine.cancel(choice);
            }
            finishes.add(choice, form.rejection(choice));
        }
    }

    /** Drops what waits of a choice and what will come; false when that has been done before. */
    private boolean silence(int choice) {
        if (!silenced.add(choice)) {
            return false;
        }
        ended.add(choice);
        questions.forget(choice);
        held.keep(chunk -> form.without(chunk, silenced));
        return true;
    }

    private void breakOff(EngineException error) {
        broken = error;
        stop();
        endIfOver();
    }

    /** Nothing more is shown; the end comes from the engine. */
    private void stop() {
        held.clear();
        questions.cancel();
        engine.cancel();
    }

    private void endIfOver() {
        GenerationEnd how = end;
        if (how == null || over) {
            return;
        }
        if (broken != null) {
            over(new GenerationEnd.Failed(broken, how.usage()));
        } else if (how instanceof GenerationEnd.Failed) {
            over(how);
        } else if (cancelled || (how instanceof GenerationEnd.Cancelled && !isWhole())) {
            over(new GenerationEnd.Cancelled(how.usage()));
        } else if (held.isEmpty()) {
            finishes.showAll();
            over(new GenerationEnd.Completed(how.usage()));
        }
    }

    /** Whether the engine was only told to cancel what the judge has ended: the reader gets all of the answer. */
    private boolean isWhole() {
        return hasRejected && ended.size() >= expected;
    }

    private void over(GenerationEnd how) {
        over = true;
        held.clear();
        engine.ended();
        questions.cancel();
        sink.end(how);
    }

    @Override
    public void cancel() {
        cancelled = true;
        engine.cancel();
        wish(() -> {
            stop();
            endIfOver();
        });
    }

    @Override
    public void cancel(int choice) {
        wish(() -> {
            if (choice >= 0 && choice < expected && silence(choice)) {
                engine.cancel(choice);
                finishes.forget(choice);
                step();
            }
        });
    }

    @Override
    public void pause() {
        wish(() -> {
            throttle.readerPaused(true);
            throttle.update(held.chars());
        });
    }

    @Override
    public void resume() {
        wish(() -> {
            throttle.readerPaused(false);
            step();
        });
    }

    /** Does what the reader wants, whose thread must not come to call its own sink with what waits. */
    private void wish(Runnable task) {
        serial.runOn(elsewhere, () -> attempt(task));
    }

    @Override
    public @Nullable Usage usageSoFar() {
        return engine.usageSoFar();
    }

    @Override
    public Map<String, String> headers() {
        return engine.headers();
    }
}
