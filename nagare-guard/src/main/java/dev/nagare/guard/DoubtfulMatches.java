package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/** Complete matches before a character of which it depends on the one after it whether they are matches. */
final class DoubtfulMatches {
    private record Match(long start, long end) {}

    private final List<Match> matches = new ArrayList<>(1);

    boolean isEmpty() {
        return matches.isEmpty();
    }

    /** Where the earliest begins; {@link Long#MAX_VALUE} when there is none. */
    long start() {
        return matches.isEmpty() ? Long.MAX_VALUE : matches.get(0).start();
    }

    void add(long start, long end) {
        matches.add(new Match(start, end));
    }

    /** They are what they seem, or they are none. */
    void decide(boolean areMatches, int rule, Matches to) {
        if (areMatches) {
            matches.forEach(match -> to.found(rule, match.start(), match.end()));
        }
        matches.clear();
    }
}
