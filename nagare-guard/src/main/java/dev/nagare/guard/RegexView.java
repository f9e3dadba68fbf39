package dev.nagare.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a pattern's characters and classes are seen: as the text is, which is folded, and in both cases where asked for. */
final class RegexView {
    /** The most characters that all classes of a pattern may name together. */
    static final int MOST_MEMBERS = 1 << 20;

    /** A larger range is half of Unicode: what is meant is "anything else", and folded text is among it. */
    private static final int WIDEST = 0x4000;

    private final String rule;
    private final boolean ignoreCase;
    private final Folding folding;
    private final PolicyWork work;
    private int members;

    /**
     * A view of one pattern.
     *
     * @param rule the rule's name, for messages
     * @param folding how the text will be seen
     * @param work the work of the whole policy
     */
    RegexView(String rule, boolean ignoreCase, Folding folding, PolicyWork work) {
        this.rule = rule;
        // Folded text has no case.
        this.ignoreCase = ignoreCase && folding != Folding.WORDS;
        this.folding = folding;
        this.work = work;
    }

    /** A character: its symbols one after the other. */
    Regex literal(int codePoint) {
        List<Regex> parts = new ArrayList<>();
        for (int symbol : folding.symbols(Character.toString(codePoint))) {
            parts.add(one(SymbolSet.of(symbol)));
        }
        return Regex.sequence(parts);
    }

    /** One of some symbols. */
    Regex one(SymbolSet symbols) {
        return new Regex.One(cased(symbols));
    }

    /**
     * A class: its members of one symbol together, and each letter of several symbols as these one after the other. What is
     * not in a class is one symbol, so letters of several do not count there; a member that is several letters, as a
     * ligature, is none of a class, nor is a mark of kana where there are letters with such.
     *
     * @throws PolicyException when the classes of the pattern have too many members
     */
    Regex members(SymbolSet set, boolean negated) {
        BitSet single = new BitSet();
        List<int[]> several = new ArrayList<>();
        int[] ranges = set.ranges();
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i + 1] - ranges[i] > WIDEST) {
                single.set(ranges[i], ranges[i + 1] + 1);
                continue;
            }
            members += ranges[i + 1] - ranges[i] + 1;
            if (members > MOST_MEMBERS) {
                throw new PolicyException(
                        rule,
                        "the classes have more than " + MOST_MEMBERS
                                + " characters together; write fewer of them, or smaller ranges");
            }
            work.steps(rule, PolicyWork.STEPS_OF_MEMBER * (ranges[i + 1] - ranges[i] + 1));
            for (int point = ranges[i]; point <= ranges[i + 1]; point++) {
                int symbol = folding.symbol(point);
                if (symbol >= 0) {
                    single.set(symbol);
                } else if (isLetter(folding.sequence(symbol))) {
                    several.add(folding.sequence(symbol));
                }
            }
        }
        if (!several.isEmpty()) {
            // They would count as members of their own as well, and the table would keep all ways to count.
            single.clear(Letters.VOICED_MARK, Letters.SEMI_VOICED_MARK + 1);
        }
        SymbolSet seen = cased(SymbolSet.of(single));
        if (negated || several.isEmpty()) {
            return new Regex.One(negated ? seen.negated() : seen);
        }
        several.sort(Arrays::compare);
        List<Regex> options = new ArrayList<>();
        if (!seen.isEmpty()) {
            options.add(new Regex.One(seen));
        }
        options.add(sequences(several, 0));
        return Regex.either(options);
    }

    private static boolean isLetter(int[] symbols) {
        boolean isOne = symbols.length > 1;
        for (int i = 1; i < symbols.length; i++) {
            isOne &= Letters.compose(symbols[i - 1], symbols[i]);
        }
        return isOne;
    }

    /** One of some sequences in ascending order that are the same up to a place: what they are from there on. */
    private Regex sequences(List<int[]> sorted, int place) {
        Map<Regex, BitSet> firstsByRest = new LinkedHashMap<>();
        boolean mayEnd = false;
        for (int i = 0; i < sorted.size(); ) {
            if (sorted.get(i).length == place) {
                mayEnd = true;
                i++;
                continue;
            }
            int from = i;
            int first = sorted.get(i)[place];
            while (i < sorted.size() && sorted.get(i)[place] == first) {
                i++;
            }
            Regex rest = sequences(sorted.subList(from, i), place + 1);
            firstsByRest.computeIfAbsent(rest, key -> new BitSet()).set(first);
        }
        List<Regex> options = new ArrayList<>();
        firstsByRest.forEach((rest, firsts) -> options.add(Regex.sequence(List.of(one(SymbolSet.of(firsts)), rest))));
        Regex some = Regex.either(options);
        return mayEnd ? Regex.repeat(some, 0, 1) : some;
    }

    private SymbolSet cased(SymbolSet set) {
        if (!ignoreCase) {
            return set;
        }
        BitSet both = new BitSet();
        set.addTo(both);
        int[] ranges = set.ranges();
        for (int i = 0; i < ranges.length; i += 2) {
            for (int point = ranges[i]; point <= ranges[i + 1] && ranges[i + 1] - ranges[i] <= WIDEST; point++) {
                both.set(Character.toLowerCase(point));
                both.set(Character.toUpperCase(point));
            }
        }
        return SymbolSet.of(both);
    }
}
