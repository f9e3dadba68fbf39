package dev.nagare.server;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that wait for a socket that is not writable. The text of one choice is joined, so that memory grows with the
 * text and not with the number of tokens. Order is kept within a choice; chunks of different choices may change places,
 * but nothing passes a chunk that is not of exactly one choice's text. A joined text has at most {@value #LONGEST} chars:
 * growing it costs little then, and no event becomes huge. Event loop only.
 *
 * @param <C> the type of chunk
 */
final class MergeQueue<C> {
    /** A joined text has at most this length, in chars. */
    private static final int LONGEST = 4096;

    /** What most joined texts have room in. */
    private static final int SHORT = 256;

    private final Presentation<C> presentation;
    private final ArrayDeque<Entry<C>> entries = new ArrayDeque<>();
    private final Map<Integer, Entry<C>> open = new HashMap<>();
    private long bytes;

    MergeQueue(Presentation<C> presentation) {
        this.presentation = presentation;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** About how much memory the waiting chunks hold. */
    long bytes() {
        return bytes;
    }

    void add(C chunk) {
        TextRun run = presentation.textRun(chunk);
        if (run == null) {
            // A role, a finish reason, a tool call: what comes after it stays after it.
            open.clear();
            append(new Entry<>(chunk, null, presentation.weight(chunk)));
            return;
        }
        Entry<C> last = open.get(run.choice());
        if (last != null && last.accepts(run)) {
            last.join(chunk, run);
            last.bytes += run.text().length();
            bytes += run.text().length();
        } else {
            Entry<C> entry = new Entry<>(chunk, run, presentation.weight(chunk));
            open.put(run.choice(), entry);
            append(entry);
        }
    }

    /** Takes the oldest, or returns null when there is none. */
    @Nullable
    C poll() {
        Entry<C> entry = entries.poll();
        if (entry == null) {
            return null;
        }
        bytes -= entry.bytes;
        TextRun run = entry.run;
        if (run == null) {
            return entry.chunk;
        }
        open.remove(run.choice(), entry);
        StringBuilder joined = entry.joined;
        return joined == null ? entry.chunk : presentation.withText(entry.chunk, joined.toString());
    }

    void clear() {
        entries.clear();
        open.clear();
        bytes = 0;
    }

    private void append(Entry<C> entry) {
        entries.add(entry);
        bytes += entry.bytes;
    }

    private static final class Entry<C> {
        C chunk;
        final @Nullable TextRun run;

        @Nullable
        StringBuilder joined;

        long bytes;

        Entry(C chunk, @Nullable TextRun run, long bytes) {
            this.chunk = chunk;
            this.run = run;
            this.bytes = bytes;
        }

        boolean accepts(TextRun more) {
            return run != null
                    && run.field() == more.field()
                    && length() + more.text().length() <= LONGEST;
        }

        private int length() {
            StringBuilder text = joined;
            return text == null ? 0 : text.length();
        }

        void join(C newest, TextRun more) {
            // It says how many tokens there are now.
            chunk = newest;
            StringBuilder text = joined;
            if (text == null && run != null) {
                text = new StringBuilder(SHORT).append(run.text());
                joined = text;
            }
            if (text != null) {
                if (text.length() + more.text().length() > SHORT) {
                    // Once and for all: growing by doubling leaves half of it empty.
                    text.ensureCapacity(LONGEST);
                }
                text.append(more.text());
            }
        }
    }
}
