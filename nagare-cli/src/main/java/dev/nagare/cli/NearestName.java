package dev.nagare.cli;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that someone probably meant. */
final class NearestName {
    private static final int LONGEST = 64;

    private NearestName() {}

    /** The known name with the fewest letters changed, at most two or a third of them; null when none is near. */
    static @Nullable String of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int fewest = Math.max(2, written.length() / 3) + 1;
        for (String name : known) {
            int changes = changes(written, name);
            if (changes < fewest) {
                fewest = changes;
                nearest = name;
            }
        }
        return nearest;
    }

    /** How many letters have to be added, removed or replaced (Levenshtein). */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
