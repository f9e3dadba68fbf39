package dev.nagare.bench.guard;

import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ways to moderate a stream that are compared. All have the same detector, which says whether the phrase is in a text;
 * they differ in when they ask it, about what, and in what they let out meanwhile.
 */
final class Peers {
    private Peers() {}

    /** The ways by name, each as a maker of one for one answer. */
    static Map<String, Supplier<Peer>> all(Predicate<String> rejected, Policy policy) {
        Map<String, Supplier<Peer>> all = new LinkedHashMap<>();
        all.put("each piece alone", () -> new PieceAlone(rejected));
        all.put("LiteLLM, every 5 pieces", () -> new EverySome(rejected, 5));
        all.put("OpenAI guardrails-python, every 100", () -> new EverySome(rejected, 100));
        all.put("NeMo 200/50, stream first", () -> new Window(rejected, 200, 50, true));
        all.put("NeMo 200/50, check first", () -> new Window(rejected, 200, 50, false));
        all.put("NeMo 20/5, check first", () -> new Window(rejected, 20, 5, false));
        all.put("guardrails-ai, sentences", () -> new Sentences(rejected));
        all.put("KAITO, 256 held", () -> new LastHeld(rejected, 256));
        all.put("all held", () -> new AllHeld(rejected));
        all.put("nagare-guard", () -> new Exact(policy.newSession()));
        return all;
    }

    /**
     * Each piece is looked at by itself and goes.
     *
     * <p>Source: what a regular expression on each chunk does, reported as BerriAI/litellm#41611.
     */
    private static final class PieceAlone extends Peer {
        private final Predicate<String> rejected;

        PieceAlone(Predicate<String> rejected) {
            this.rejected = rejected;
        }

        @Override
        String accept(String piece) {
            return rejected.test(piece) ? stop() : piece;
        }

        @Override
        String finish() {
            return "";
        }
    }

    /**
     * Pieces go at once; with every so-manieth, before it goes, and at the end, all text so far is looked at.
     *
     * <p>Sources: LiteLLM's unified guardrail, {@code streaming_sampling_rate}, 5 unless set; openai-guardrails-python's
     * stream handling, which checks the accumulated text every 100 chunks.
     */
    private static final class EverySome extends Peer {
        private final Predicate<String> rejected;
        private final int every;
        private final StringBuilder text = new StringBuilder();
        private int pieces;

        EverySome(Predicate<String> rejected, int every) {
            this.rejected = rejected;
            this.every = every;
        }

        @Override
        String accept(String piece) {
            text.append(piece);
            return ++pieces % every == 0 && rejected.test(text.toString()) ? stop() : piece;
        }

        @Override
        String finish() {
            return rejected.test(text.toString()) ? stop() : "";
        }
    }

    /**
     * Pieces are gathered to a window, which is looked at together with the end of the one before it; its new pieces go
     * after that, or before it when streaming comes first.
     *
     * <p>Source: NVIDIA NeMo Guardrails, {@code RollingBuffer} and {@code stream_first} of
     * {@code OutputRailsStreamingConfig}, 200 and 50 unless set.
     */
    private static final class Window extends Peer {
        private final Predicate<String> rejected;
        private final int size;
        private final int context;
        private final boolean streamFirst;
        private List<String> buffer = new ArrayList<>();
        private int fresh;

        Window(Predicate<String> rejected, int size, int context, boolean streamFirst) {
            this.rejected = rejected;
            this.size = size;
            this.context = context;
            this.streamFirst = streamFirst;
        }

        @Override
        String accept(String piece) {
            buffer.add(piece);
            fresh++;
            return buffer.size() >= size ? look() : "";
        }

        @Override
        String finish() {
            return buffer.isEmpty() ? "" : look();
        }

        private String look() {
            String seen = String.join("", buffer);
            String next = String.join("", buffer.subList(buffer.size() - fresh, buffer.size()));
            buffer = new ArrayList<>(buffer.subList(Math.max(0, buffer.size() - context), buffer.size()));
            fresh = 0;
            if (rejected.test(seen)) {
                stop();
                return streamFirst ? next : "";
            }
            return next;
        }
    }

    /**
     * Text is gathered to the next full stop; each such sentence is looked at by itself and goes.
     *
     * <p>Source: guardrails-ai, {@code split_sentence_str} of {@code validator_base.py}.
     */
    private static final class Sentences extends Peer {
        private final Predicate<String> rejected;
        private String gathered = "";

        Sentences(Predicate<String> rejected) {
            this.rejected = rejected;
        }

        @Override
        String accept(String piece) {
            gathered += piece;
            int stop = gathered.indexOf('.');
            if (stop < 0) {
                return "";
            }
            String sentence = gathered.substring(0, stop + 1);
            gathered = gathered.substring(stop + 1);
            return rejected.test(sentence) ? stop() : sentence;
        }

        @Override
        String finish() {
            return rejected.test(gathered) ? stop() : gathered;
        }
    }

    /**
     * With every piece all text is looked at, and all but a number of characters at its end goes.
     *
     * <p>Source: KAITO's streaming output guardrails, kaito-project/kaito#2217, with 256 characters held.
     */
    private static final class LastHeld extends Peer {
        private final Predicate<String> rejected;
        private final int kept;
        private String held = "";

        LastHeld(Predicate<String> rejected, int kept) {
            this.rejected = rejected;
            this.kept = kept;
        }

        @Override
        String accept(String piece) {
            held += piece;
            if (rejected.test(held)) {
                return stop();
            }
            String out = held.substring(0, Math.max(0, held.length() - kept));
            held = held.substring(out.length());
            return out;
        }

        @Override
        String finish() {
            return held;
        }
    }

    /** Nothing goes until everything is there. */
    private static final class AllHeld extends Peer {
        private final Predicate<String> rejected;
        private final StringBuilder text = new StringBuilder();

        AllHeld(Predicate<String> rejected) {
            this.rejected = rejected;
        }

        @Override
        String accept(String piece) {
            text.append(piece);
            return "";
        }

        @Override
        String finish() {
            return rejected.test(text.toString()) ? stop() : text.toString();
        }
    }

    /** This project's guard. */
    private static final class Exact extends Peer {
        private final GuardSession session;

        Exact(GuardSession session) {
            this.session = session;
        }

        @Override
        String accept(String piece) {
            return shown(session.accept(piece).text());
        }

        @Override
        String finish() {
            return shown(session.finish().text());
        }

        private String shown(String text) {
            if (session.isBlocked()) {
                stop();
            }
            return text;
        }
    }
}
