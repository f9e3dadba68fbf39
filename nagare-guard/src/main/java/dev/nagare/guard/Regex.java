package dev.nagare.guard;

import java.util.List;

/**
 * A bounded regular pattern, parsed. One that is made by the methods here has no part that can only match nothing, so what
 * is written out of it grows with every part.
 */
sealed interface Regex {
    /** Matches nothing but the empty text. */
    Regex NOTHING = new Sequence(List.of());

    /** What lengths that are larger are told as, so that no product of counts overflows. */
    long MOST = 1L << 40;

    /** The fewest symbols of a match, at most {@link #MOST}. */
    long shortest();

    /** The most symbols of a match, at most {@link #MOST}. */
    long longest();

    /** One after the other. */
    static Regex sequence(List<Regex> parts) {
        List<Regex> some = parts.stream().filter(part -> part.longest() > 0).toList();
        return some.isEmpty() ? NOTHING : some.size() == 1 ? some.get(0) : new Sequence(some);
    }

    /** One of several. */
    static Regex either(List<Regex> options) {
        boolean isNothing = options.stream().allMatch(option -> option.longest() == 0);
        return isNothing ? NOTHING : options.size() == 1 ? options.get(0) : new Either(List.copyOf(options));
    }

    /** The same, from this to that many times. */
    static Regex repeat(Regex part, int least, int most) {
        return most == 0 || part.longest() == 0 ? NOTHING : new Repeat(part, least, most);
    }

    /** One symbol out of a set. */
    record One(SymbolSet set) implements Regex {
        @Override
        public long shortest() {
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
        public long shortest() {
            return Math.min(MOST, parts.stream().mapToLong(Regex::shortest).sum());
        }

        @Override
        public long longest() {
            return Math.min(MOST, parts.stream().mapToLong(Regex::longest).sum());
        }
    }

    /** One of several. */
    record Either(List<Regex> options) implements Regex {
        @Override
        public long shortest() {
            return options.stream().mapToLong(Regex::shortest).min().orElse(0);
        }

        @Override
        public long longest() {
            return options.stream().mapToLong(Regex::longest).max().orElse(0);
        }
    }

    /** The same, this many times. */
    record Repeat(Regex part, int least, int most) implements Regex {
        @Override
        public long shortest() {
            return Math.min(MOST, part.shortest() * least);
        }

        @Override
        public long longest() {
            return Math.min(MOST, part.longest() * most);
        }
    }
}
