package dev.nagare.guard;

import dev.nagare.wire.ModerationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a judge about the texts of one stream: one question at a time, each with all new texts, whole. One thread at a time. */
final class Questions {
    /**
     * What became of a question.
     *
     * @param texts which texts it was about
     * @param upTo the number of the last chunk that they are from
     * @param results a result for each; null when there is no verdict
     * @param error why there is none
     */
    record Answer(
            List<JudgedTexts.Key> texts,
            long upTo,
            @Nullable List<ModerationResult> results,
            @Nullable Throwable error) {}

    /** Takes answers, on the judge's thread. */
    interface Listener {
        void answered(Answer answer);
    }

    private final Asking asking;
    private final Listener listener;
    private final Pace pace;
    private final JudgedTexts texts = new JudgedTexts();
    private @Nullable CompletableFuture<List<ModerationResult>> open;

    Questions(Asking asking, Listener listener) {
        this.asking = asking;
        this.listener = listener;
        this.pace = asking.pace();
    }

    /** Adds a piece of a text. */
    void add(int choice, String field, String piece, boolean isJson) {
        texts.add(choice, field, piece, isJson);
    }

    /** Forgets the texts of a choice. */
    void forget(int choice) {
        texts.remove(choice);
    }

    /** What is there is asked about without waiting for more. */
    void hurry() {
        pace.hurry();
    }

    /**
     * Asks, unless a question is open or nothing new is there or more may come before.
     *
     * @param upTo the number of the last chunk whose texts have been added
     * @param now whether to ask however little is new
     */
    void ask(long upTo, boolean now) {
        if (open != null || !texts.hasNew() || !(now || pace.isDue(texts.newChars()))) {
            return;
        }
        pace.asked();
        Map<JudgedTexts.Key, String> asked = texts.takeNew();
        List<JudgedTexts.Key> keys = List.copyOf(asked.keySet());
        CompletableFuture<List<ModerationResult>> next = asking.ask(keys, new ArrayList<>(asked.values()));
        open = next;
        CompletableFuture<Void> ignored = next.handle((results, error) -> {
            listener.answered(new Answer(keys, upTo, results, error));
            return null;
        });
    }

    /** The answer to the open question has been taken. */
    void close() {
        open = null;
    }

    /** Nobody waits for an answer any more. */
    void cancel() {
        if (open != null) {
            open.cancel(true);
        }
    }
}
