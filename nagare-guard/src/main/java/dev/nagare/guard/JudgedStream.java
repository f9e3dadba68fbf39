package dev.nagare.guard;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.Usage;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream under a slow judge. What has been shown of a text is at every moment the beginning of a text that the judge
 * has accepted.
 *
 * <p>Chunks wait in their order. As soon as there is new text and no verdict is awaited, all new texts are judged, whole;
 * when the verdict comes, the chunks that it covers go, and what has come meanwhile is judged next. So the judge's own
 * speed is the clock: a chunk waits for the verdict under way and then for its own, at most twice as long as one takes.
 * Chunks without text, such as the one with the role, wait only for those before them.
 *
 * <p>Whatever happens, chunks, verdicts, the reader's wishes, happens one at a time ({@link Serial}), so nothing here needs a
 * lock, and no wish overtakes another: on the thread of the engine or of the judge, but never on that of the reader.
 *
 * @param <C> the type of chunk
 */
abstract class JudgedStream<C> implements GenerationSink<C>, Generation {
    private static final System.Logger LOG = System.getLogger(JudgedStream.class.getName());

    /** Takes the texts of a chunk. */
    interface Texts {
        void text(int choice, String field, String piece, boolean isJson);
    }

    private record Held<C>(C chunk, long number, int chars) {}

    private final Asking asking;
    private final Executor elsewhere;
    private final GenerationSink<C> sink;
    private final int expected;
    private final GuardedGeneration engine = new GuardedGeneration(Map.of());
    private final Serial serial = new Serial();

    private final JudgedTexts texts = new JudgedTexts();
    private final Map<Integer, ModerationResult> results = new TreeMap<>();
    private final Map<Integer, C> finishes = new TreeMap<>();
    private final Set<Integer> seen = new TreeSet<>();
    private final Set<Integer> closed = new HashSet<>();
    private final Set<Integer> gone = new HashSet<>();
    private Deque<Held<C>> held = new ArrayDeque<>();
    private long heldChars;
    private long number;
    private long accepted;
    private @Nullable CompletableFuture<List<ModerationResult>> verdict;
    private int left;
    private boolean inputWaits;
    private boolean unjudged;
    private boolean blocked;
    private boolean finishesShown;
    private boolean readerPaused;
    private boolean full;
    private boolean enginePaused;
    private @Nullable GenerationEnd end;
    private @Nullable EngineException broken;
    private boolean over;

    /** Set at once, so that no chunk follows the reader's wish. */
    private volatile boolean cancelled;

    /**
     * A stream.
     *
     * @param asking asks the judge
     * @param elsewhere where a reader's wishes are done
     * @param expected how many choices there will be
     */
    JudgedStream(Asking asking, Executor elsewhere, GenerationSink<C> sink, int expected) {
        this.asking = asking;
        this.elsewhere = elsewhere;
        this.sink = sink;
        this.expected = expected;
        this.left = expected;
    }

    /** Gives the texts of a chunk. */
    abstract void texts(C chunk, Texts out);

    /** The choices of a chunk. */
    abstract Set<Integer> choices(C chunk);

    /** The choices that a chunk ends. */
    abstract Set<Integer> finished(C chunk);

    /** A chunk without what no judge sees and without some choices; null when nothing is left of it. */
    abstract @Nullable C known(C chunk, Set<Integer> without);

    /** The chunk that ends a choice which the judge has rejected. */
    abstract C rejected(int choice);

    /** Whether a chunk tells verdicts, so that it waits for those on the messages. */
    abstract boolean tellsVerdicts(C chunk);

    /** Shows a chunk by {@link #out} and {@link #finish}. */
    abstract void show(C chunk);

    /** The engine has given its handle. */
    final void began(Generation handle) {
        engine.began(handle);
    }

    /** Has the messages judged together with the first text, for a verdict on them only. */
    final void judge(List<String> messages) {
        serial.run(() -> attempt(() -> {
            inputWaits = true;
            for (int i = 0; i < messages.size(); i++) {
                texts.add(JudgedTexts.INPUT, Integer.toString(i), messages.get(i), false);
            }
            step();
        }));
    }

    /** Notes the verdict on the messages. */
    final void judged(ModerationResult input) {
        serial.run(() -> results.put(JudgedTexts.INPUT, input));
    }

    @Override
    public final void chunk(C chunk) {
        serial.run(() -> attempt(() -> hold(chunk)));
    }

    @Override
    public final void end(GenerationEnd how) {
        serial.run(() -> attempt(() -> {
            end = how;
            step();
        }));
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

    private void hold(C chunk) {
        if (broken != null || cancelled) {
            return;
        }
        seen.addAll(choices(chunk));
        closed.addAll(finished(chunk));
        C kept = known(chunk, gone);
        if (kept == null) {
            return;
        }
        texts(kept, texts::add);
        int chars = chars(kept);
        held.add(new Held<>(kept, ++number, chars));
        heldChars += chars;
        step();
    }

    private int chars(C chunk) {
        int[] chars = {0};
        texts(chunk, (choice, field, piece, isJson) -> chars[0] += piece.length());
        return chars[0];
    }

    /** Does whatever can be done now. */
    private void step() {
        if (broken == null && !cancelled) {
            release();
            if (verdict == null && texts.hasNew()) {
                ask();
            }
            throttle();
        }
        endIfOver();
    }

    private void release() {
        while (!held.isEmpty() && !readerPaused && !cancelled) {
            Held<C> next = held.peek();
            boolean isFree = next.chars == 0 && !(inputWaits && tellsVerdicts(next.chunk));
            if (next.number > accepted && !isFree) {
                return;
            }
            held.remove();
            heldChars -= next.chars;
            show(next.chunk);
        }
    }

    private void ask() {
        Map<JudgedTexts.Key, String> asked = texts.takeNew();
        long upTo = number;
        List<JudgedTexts.Key> keys = List.copyOf(asked.keySet());
        CompletableFuture<List<ModerationResult>> next = asking.ask(keys, new ArrayList<>(asked.values()));
        verdict = next;
        CompletableFuture<Void> ignored = next.handle((answer, error) -> {
            serial.run(() -> attempt(() -> answered(keys, upTo, answer, error)));
            return null;
        });
    }

    private void answered(
            List<JudgedTexts.Key> keys, long upTo, @Nullable List<ModerationResult> answer, @Nullable Throwable error) {
        verdict = null;
        if (cancelled || broken != null) {
            return;
        }
        if (answer != null) {
            for (int i = 0; i < keys.size(); i++) {
                judged(keys.get(i).choice(), answer.get(i));
            }
        } else if (asking.failsOpen()) {
            unjudged = true;
        } else {
            breakOff(Errors.noVerdict(error == null ? new IllegalStateException("no verdict") : error));
            return;
        }
        accepted = upTo;
        inputWaits = false;
        step();
    }

    private void judged(int choice, ModerationResult result) {
        ModerationResult before = results.get(choice);
        results.put(choice, before == null ? result : Results.union(List.of(before, result)));
        if (choice != JudgedTexts.INPUT && asking.rejects(result) && gone.add(choice)) {
            blocked = true;
            closed.add(choice);
            forget(choice);
            if (end == null) {
                engine.cancel(choice);
            }
            finish(choice, rejected(choice));
        }
    }

    /** Drops what waits of a choice. */
    private void forget(int choice) {
        texts.remove(choice);
        Deque<Held<C>> kept = new ArrayDeque<>();
        heldChars = 0;
        for (Held<C> each : held) {
            C rest = known(each.chunk, gone);
            if (rest != null) {
                int chars = chars(rest);
                kept.add(new Held<>(rest, each.number, chars));
                heldChars += chars;
            }
        }
        held = kept;
    }

    /** Keeps at a bound what waits, and the engine at rest while it is reached or the reader wants no more. */
    private void throttle() {
        full = full ? heldChars > asking.maxHeld() / 2 : heldChars > asking.maxHeld();
        boolean pause = full || readerPaused;
        if (pause != enginePaused) {
            enginePaused = pause;
            if (pause) {
                engine.pause();
            } else {
                engine.resume();
            }
        }
    }

    /** Shows a chunk now. */
    final void out(C chunk) {
        sink.chunk(chunk);
    }

    /** Shows the chunk that ends a choice when all choices have ended, in their order. */
    void finish(int choice, C chunk) {
        finishes.put(choice, chunk);
        if (finishesShown || finishes.size() >= left) {
            showFinishes();
        }
    }

    /** Shows the chunks that end choices. */
    final void showFinishes() {
        finishesShown = true;
        List<C> all = List.copyOf(finishes.values());
        finishes.clear();
        all.forEach(sink::chunk);
    }

    /** The choices that have said something, in order. */
    final List<Integer> seen() {
        return List.copyOf(seen);
    }

    /** What the judge has found in a choice or in the messages; null when it has not been asked. */
    final @Nullable ModerationResult result(int choice) {
        return results.get(choice);
    }

    /** Whether something was shown for want of a verdict. */
    final boolean isUnjudged() {
        return unjudged;
    }

    private void breakOff(EngineException error) {
        broken = error;
        stop();
        endIfOver();
    }

    /** Nothing more is shown; the end comes from the engine. */
    private void stop() {
        held.clear();
        if (verdict != null) {
            verdict.cancel(true);
        }
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
            showFinishes();
            over(new GenerationEnd.Completed(how.usage()));
        }
    }

    /** Whether the engine was only told to cancel what the judge has ended: the reader gets all of the answer. */
    private boolean isWhole() {
        return blocked && closed.size() >= expected;
    }

    private void over(GenerationEnd how) {
        over = true;
        held.clear();
        engine.ended();
        if (verdict != null) {
            verdict.cancel(true);
        }
        sink.end(how);
    }

    @Override
    public final void cancel() {
        cancelled = true;
        engine.cancel();
        wish(() -> attempt(() -> {
            stop();
            endIfOver();
        }));
    }

    @Override
    public final void cancel(int choice) {
        wish(() -> attempt(() -> {
            if (choice < 0 || choice >= expected || !gone.add(choice)) {
                return;
            }
            closed.add(choice);
            left--;
            finishes.remove(choice);
            forget(choice);
            engine.cancel(choice);
            if (!finishes.isEmpty() && finishes.size() >= left) {
                showFinishes();
            }
            step();
        }));
    }

    @Override
    public final void pause() {
        wish(() -> attempt(() -> {
            readerPaused = true;
            throttle();
        }));
    }

    @Override
    public final void resume() {
        wish(() -> attempt(() -> {
            readerPaused = false;
            step();
        }));
    }

    /** Does what the reader wants, whose thread must not come to call its own sink with what waits. */
    private void wish(Runnable task) {
        serial.runOn(elsewhere, task);
    }

    @Override
    public final @Nullable Usage usageSoFar() {
        return engine.usageSoFar();
    }

    @Override
    public final Map<String, String> headers() {
        return engine.headers();
    }
}
