package dev.nagare.guard;

import java.util.List;

/** A bounded regular pattern, parsed. */
sealed interface Regex {
    /** The fewest symbols of a match. */
    int shortest();

    /** The most symbols of a match. */
    long longest();

    /** One symbol out of a set. */
    record One(SymbolSet set) implements Regex {
        @Override
        public int shortest() {
            return 1;
        }

        @Override
        public long longest() {
            return 1;
        }
    }

    /** One after the other; nothing at all when the list is empty. */
    record Sequence(List<Regex> parts) implements Regex {
        @Override
        public int shortest() {
            return parts.stream().mapToInt(Regex::shortest).sum();
        }

        @Override
        public long longest() {
            return parts.stream().mapToLong(Regex::longest).sum();
        }
    }

    /** One of several. */
    record Either(List<Regex> options) implements Regex {
        @Override
        public int shortest() {
            return options.stream().mapToInt(Regex::shortest).min().orElse(0);
        }

        @Override
        public long longest() {
            return options.stream().mapToLong(Regex::longest).max().orElse(0);
        }
    }

    /** The same, this many times. */
    record Repeat(Regex part, int least, int most) implements Regex {
        @Override
        public int shortest() {
            return part.shortest() * least;
        }

        @Override
        public long longest() {
            return part.longest() * most;
        }
    }
}
