package dev.nagare.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For every text over a small alphabet up to a length: what a guard may show of it and must, when anything may follow.
 *
 * <p>Every continuation is tried, to some characters beyond the longest text. A place is certain when it is part of a match
 * whatever follows, the end of the text included, and possible when it is part of a match for some continuation. What may
 * go is what stands before the first place that is possible and not certain, or of which it is not yet certain which match it
 * is part of: か is replaced whether a voicing mark follows or not, but by different matches.
 */
final class Futures {
    /**
     * What is known of a text that may go on.
     *
     * @param sure the places that are part of a match whatever follows, as bits
     * @param possible the places that are part of a match for some continuation
     * @param matches the matches that are there whatever follows
     */
    private record View(int sure, int possible, List<Oracle.Match> matches) {}

    /**
     * What a guard has let go.
     *
     * @param text what is shown
     * @param isOver whether a rule has ended the text
     */
    private record Shown(String text, boolean isOver) {}

    private final Oracle oracle;
    private final String alphabet;
    private final int longest;
    private final int beyond;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final Map<String, Shown> shown = new LinkedHashMap<>();

    /**
     * Looks at all texts and continuations.
     *
     * @param longest the length of the longest texts
     * @param beyond how much longer continuations are; the longest beginning of a match needs as much to become one
     */
    Futures(Oracle oracle, String alphabet, int longest, int beyond) {
        this.oracle = oracle;
        this.alphabet = alphabet;
        this.longest = longest;
        this.beyond = beyond;
        look("");
        show("", new Shown("", false));
    }

    private View look(String text) {
        List<Oracle.Match> matches = oracle.matches(text);
        int sure = covered(matches);
        int possible = sure;
        if (text.length() < longest + beyond) {
            matches = new ArrayList<>(matches);
            for (int i = 0; i < alphabet.length(); i++) {
                View next = look(text + alphabet.charAt(i));
                sure &= next.sure();
                possible |= next.possible();
                matches.retainAll(next.matches());
            }
        }
        int places = (1 << text.length()) - 1;
        View view = new View(sure & places, possible & places, matches);
        if (text.length() <= longest) {
            views.put(text, view);
        }
        return view;
    }

    private static int covered(List<Oracle.Match> matches) {
        int covered = 0;
        for (Oracle.Match match : matches) {
            covered |= (1 << match.end()) - (1 << match.start());
        }
        return covered;
    }

    private void show(String text, Shown before) {
        Shown now = before.isOver() || text.isEmpty() ? before : shown(text, view(text));
        shown.put(text, now);
        if (text.length() < longest) {
            for (int i = 0; i < alphabet.length(); i++) {
                show(text + alphabet.charAt(i), now);
            }
        }
    }

    private Shown shown(String text, View view) {
        int undecided = view.possible() & ~(view.sure() & covered(view.matches()));
        int live = Math.min(text.length(), Integer.numberOfTrailingZeros(undecided));
        int block = oracle.earliestBlock(view.matches());
        int cut = block < 0 ? live : Math.min(live, block);
        return new Shown(oracle.shown(text, view.matches(), cut), block >= 0);
    }

    private View view(String text) {
        View view = views.get(text);
        if (view == null) {
            throw new IllegalArgumentException(text);
        }
        return view;
    }

    private Shown known(String text) {
        Shown known = shown.get(text);
        if (known == null) {
            throw new IllegalArgumentException(text);
        }
        return known;
    }

    /** Every text but the empty one. */
    List<String> texts() {
        return shown.keySet().stream().filter(text -> !text.isEmpty()).toList();
    }

    /** What a guard has let go after a text that may go on. */
    String shownSoFar(String text) {
        return known(text).text();
    }

    /** What a guard has let go of a text after its end. */
    String shownAtEnd(String text) {
        Shown known = known(text);
        return known.isOver() ? known.text() : oracle.shownWhole(text);
    }
}
