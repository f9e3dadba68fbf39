package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts in pieces. */
final class Pieces {
    private Pieces() {}

    /** Feeds a text that is cut after each char whose bit is set; returns what was let go. */
    static String feed(GuardSession session, String text, int cuts) {
        StringBuilder shown = new StringBuilder();
        cut(text, cuts).forEach(piece -> shown.append(session.accept(piece).text()));
        return shown.toString();
    }

    /** A text that is cut after each char whose bit is set. */
    static List<String> cut(String text, int cuts) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i == text.length() - 1 || (cuts >> i & 1) == 1) {
                pieces.add(text.substring(from, i + 1));
                from = i + 1;
            }
        }
        return pieces;
    }

    /** Feeds pieces and the end; returns what was let go. */
    static String feed(GuardSession session, List<String> pieces) {
        StringBuilder shown = new StringBuilder();
        pieces.forEach(piece -> shown.append(session.accept(piece).text()));
        return shown.append(session.finish().text()).toString();
    }

    /** Every way to cut a text into one, two or three pieces, and into single chars. */
    static List<List<String>> everyCut(String text) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of(text));
        for (int i = 1; i < text.length(); i++) {
            all.add(List.of(text.substring(0, i), text.substring(i)));
            for (int j = i + 1; j < text.length(); j++) {
                all.add(List.of(text.substring(0, i), text.substring(i, j), text.substring(j)));
            }
        }
        all.add(ofLength(text, 1));
        return all;
    }

    /** Pieces of a length; the last may be shorter. */
    static List<String> ofLength(String text, int length) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += length) {
            pieces.add(text.substring(from, Math.min(text.length(), from + length)));
        }
        return pieces;
    }

    /** Pieces of 1 to a number of chars. */
    static List<String> random(String text, int longest, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
