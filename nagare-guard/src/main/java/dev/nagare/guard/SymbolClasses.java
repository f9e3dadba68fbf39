package dev.nagare.guard;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All symbols in as few classes as sets of symbols can tell apart: two symbols are of one class when every set has both or
 * neither.
 *
 * @param boundaries where runs of symbols of one class begin, ascending from 0
 * @param classOf the class of each run
 * @param representatives a symbol of each class
 */
@SuppressWarnings("ArrayRecordComponent") // tables, never compared
record SymbolClasses(int[] boundaries, int[] classOf, int[] representatives) {
    /**
     * Finds the classes.
     *
     * @param apart symbols each of which has a class of its own
     */
    static SymbolClasses of(Collection<SymbolSet> sets, Collection<Integer> apart, Work work) {
        TreeSet<Integer> places = new TreeSet<>();
        places.add(0);
        for (SymbolSet set : sets) {
            addPlaces(set, places, work);
        }
        List<SymbolSet> single = apart.stream().map(SymbolSet::of).toList();
        for (SymbolSet set : single) {
            addPlaces(set, places, work);
        }
        int[] boundaries = places.stream().mapToInt(Integer::intValue).toArray();
        int[] classOf = new int[boundaries.length];
        int classes = 1;
        for (SymbolSet set : sets) {
            classes = split(set, boundaries, classOf, classes, work);
        }
        for (SymbolSet set : single) {
            classes = split(set, boundaries, classOf, classes, work);
        }
        return renumbered(boundaries, classOf, classes);
    }

    private static void addPlaces(SymbolSet set, TreeSet<Integer> places, Work work) {
        int[] ranges = set.ranges();
        work.spend(ranges.length);
        for (int i = 0; i < ranges.length; i += 2) {
            places.add(ranges[i]);
            places.add(ranges[i + 1] + 1);
        }
    }

    /** Gives what is in a set other classes than what is not; returns one more than the largest class. */
    private static int split(SymbolSet set, int[] boundaries, int[] classOf, int classes, Work work) {
        Map<Integer, Integer> inside = new HashMap<>();
        int[] ranges = set.ranges();
        for (int i = 0; i < ranges.length; i += 2) {
            int end = endOf(ranges[i + 1], boundaries);
            int run = Arrays.binarySearch(boundaries, ranges[i]);
            work.spend(end - run);
            for (; run < end; run++) {
                Integer known = inside.putIfAbsent(classOf[run], classes + inside.size());
                classOf[run] = known == null ? classes + inside.size() - 1 : known;
            }
        }
        return classes + inside.size();
    }

    /** The first run after the one that ends with a symbol. */
    private static int endOf(int last, int[] boundaries) {
        return Arrays.binarySearch(boundaries, last + 1);
    }

    private static SymbolClasses renumbered(int[] boundaries, int[] classOf, int classes) {
        int[] renamed = new int[classes];
        Arrays.fill(renamed, -1);
        IntList representatives = new IntList();
        for (int run = 0; run < boundaries.length; run++) {
            if (renamed[classOf[run]] < 0) {
                renamed[classOf[run]] = representatives.size();
                representatives.add(boundaries[run]);
            }
            classOf[run] = renamed[classOf[run]];
        }
        return new SymbolClasses(boundaries, classOf, representatives.toArray());
    }

    /** How many classes there are. */
    int size() {
        return representatives.length;
    }

    /** The class of a symbol. */
    int find(int symbol) {
        return classOf[run(symbol)];
    }

    private int run(int symbol) {
        int at = Arrays.binarySearch(boundaries, symbol);
        return at >= 0 ? at : -at - 2;
    }

    /** The classes whose symbols are in a set that they were made from. */
    int[] in(SymbolSet set, Work work) {
        IntList found = new IntList();
        work.spend(size());
        for (int c = 0; c < size(); c++) {
            if (set.contains(representatives[c])) {
                found.add(c);
            }
        }
        return found.toArray();
    }

    /** The classes of a symbol and all larger ones. */
    int[] from(int symbol) {
        return Arrays.copyOfRange(classOf, run(symbol), classOf.length);
    }

    long bytes() {
        return 4L * (boundaries.length + classOf.length + representatives.length);
    }
}
