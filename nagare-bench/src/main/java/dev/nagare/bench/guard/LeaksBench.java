package dev.nagare.bench.guard;

import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What guards let through: a phrase of 30 characters is planted at a random place of a text of 3,000 in pieces of two to
 * seven, and each way to moderate a stream reads it; then the same text without the phrase, for how late its first text
 * comes and how much it holds back.
 *
 * <p>System properties: {@code runs} (3,000), {@code seed} (1).
 */
public final class LeaksBench {
    private static final int RUNS = Integer.getInteger("runs", 3_000);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CHARS = 3_000;

    /** Both of 30 characters; the second goes over the end of a sentence. */
    private static final String PHRASE = "mix nine parts with six others";

    private static final String OVER_A_STOP = "mix the nine parts.\nThen shake";

    private final String phrase;
    private final Predicate<String> rejected;
    private final Policy policy;

    private LeaksBench(String phrase) {
        this.phrase = phrase;
        this.rejected = text -> text.contains(phrase);
        this.policy = Policy.builder("leaks")
                .rule(Rule.phrases("planted", phrase).anywhere())
                .build();
    }

    /** What one way did in all runs. */
    private static final class Result {
        private int leaks;
        private int whole;
        private int undetected;
        private long firstPieces;
        private long held;
        private long pieces;
    }

    /** Runs all ways and prints a table. */
    public static void main(String[] arguments) {
        System.out.printf("%,d runs, seed %d%n%n", RUNS, SEED);
        System.out.println("| way | any character leaked | whole phrase leaked | undetected "
                + "| first text with piece | held chars, mean |");
        System.out.println("|---|---|---|---|---|---|");
        new LeaksBench(PHRASE).run("");
        new LeaksBench(OVER_A_STOP).run("; the phrase goes over a full stop");
    }

    private void run(String remark) {
        Peers.all(rejected, policy).forEach((name, maker) -> {
            boolean isWanted = remark.isEmpty() || name.startsWith("guardrails-ai") || name.equals("nagare-guard");
            if (isWanted) {
                print(name + remark, run(maker));
            }
        });
    }

    private Result run(Supplier<Peer> maker) {
        Random random = new Random(SEED);
        Result result = new Result();
        for (int i = 0; i < RUNS; i++) {
            String text = Texts.prose(random, CHARS - phrase.length());
            int at = 1 + text.indexOf(' ', random.nextInt(text.length() - 200));
            String planted = text.substring(0, at) + phrase + " " + text.substring(at);
            readPlanted(maker.get(), Texts.pieces(random, planted), at, result);
            readClean(maker.get(), Texts.pieces(random, text), result);
        }
        return result;
    }

    private void readPlanted(Peer peer, List<String> pieces, int at, Result result) {
        int shown = 0;
        for (int i = 0; i < pieces.size() && !peer.isStopped(); i++) {
            shown += peer.accept(pieces.get(i)).length();
        }
        if (!peer.isStopped()) {
            shown += peer.finish().length();
        }
        result.leaks += shown > at ? 1 : 0;
        result.whole += shown >= at + phrase.length() ? 1 : 0;
        result.undetected += peer.isStopped() ? 0 : 1;
    }

    private static void readClean(Peer peer, List<String> pieces, Result result) {
        int fed = 0;
        int shown = 0;
        int first = 0;
        for (int i = 0; i < pieces.size(); i++) {
            fed += pieces.get(i).length();
            shown += peer.accept(pieces.get(i)).length();
            first = first == 0 && shown > 0 ? i + 1 : first;
            result.held += fed - shown;
            result.pieces++;
        }
        result.firstPieces += first == 0 ? pieces.size() : first;
    }

    private static void print(String name, Result result) {
        System.out.printf(
                "| %s | %s | %s | %s | %.1f | %.2f |%n",
                name,
                share(result.leaks),
                share(result.whole),
                share(result.undetected),
                (double) result.firstPieces / RUNS,
                (double) result.held / result.pieces);
    }

    private static String share(int count) {
        return count == 0 ? "0" : String.format("%.1f %%", 100.0 * count / RUNS);
    }
}
