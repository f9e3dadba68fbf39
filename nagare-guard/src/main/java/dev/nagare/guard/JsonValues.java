package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The values of one JSON text that stand outside its strings: numbers, {@code true}, {@code false}, {@code null}. A part of
 * one is never replaced by itself, because what is left would be no JSON: all of it is, by one string. Brackets, braces,
 * commas, colons and the white space around values stay. One thread at a time.
 *
 * <p>So a value waits for its end while a match that would be replaced may still begin inside it, but not for more than
 * {@value #LONGEST} characters. What is not JSON, because a model wrote it, is replaced where it matches.
 */
final class JsonValues {
    /** From this many characters on a value waits for no match that begins further inside. */
    static final int LONGEST = 64;

    private final JsonStarts starts;

    /** The values of which a match may still be found, in order; the last may be open. */
    private final ArrayDeque<Value> values = new ArrayDeque<>();

    private @Nullable Value open;

    /**
     * No values.
     *
     * @param starts where matches that are replaced may begin
     */
    JsonValues(JsonStarts starts) {
        this.starts = starts;
    }

    /** Takes a character outside strings that stands at [start, end) of the text. */
    void accept(int point, long start, long end, HeldText held) {
        if (isStructure(point)) {
            close();
            return;
        }
        Value value = open;
        if (isBlank(point)) {
            if (value != null) {
                value.isWhole = true;
            }
            return;
        }
        if (value == null) {
            value = new Value(start, point);
            values.add(value);
            open = value;
        }
        value.end = end;
        if (value.takes(point)) {
            if (value.isStruck) {
                held.grow(value.scalarEnd, end);
            }
            value.scalarEnd = end;
            value.last = point;
        } else {
            value.isWhole = true;
        }
    }

    /** A string begins or ends, or the text does. */
    void close() {
        if (open != null) {
            open.isWhole = true;
            open = null;
        }
    }

    private static boolean isStructure(int point) {
        return point == ',' || point == ':' || point == '[' || point == ']' || point == '{' || point == '}';
    }

    private static boolean isBlank(int point) {
        return point == ' ' || point == '\n' || point == '\r' || point == '\t';
    }

    /** Where what must be held begins when everything from a place on must be. */
    long heldFrom(long live) {
        long from = live;
        Value value = open;
        if (value != null && !value.isWhole && !value.isStruck && value.length() < LONGEST && mayBeginInside(value)) {
            from = Math.min(from, value.start);
        }
        Iterator<Value> latestFirst = values.descendingIterator();
        while (latestFirst.hasNext()) {
            Value each = latestFirst.next();
            if (each.end <= live) {
                break;
            }
            if (!each.isStruck && each.start < live && live < each.scalarEnd && isInReach(each, live)) {
                from = Math.min(from, each.start);
            }
        }
        return from;
    }

    private boolean mayBeginInside(Value value) {
        return value.isNumber() ? starts.inNumbers() : starts.inLiterals();
    }

    /** Whether a value was held from its beginning when a match began at a place inside it. */
    private boolean isInReach(Value value, long at) {
        return at - value.start < LONGEST && mayBeginInside(value);
    }

    /** Forgets the values that end before a place: no match will be found there any more. */
    void forget(long live) {
        for (Iterator<Value> all = values.iterator(); all.hasNext(); ) {
            Value value = all.next();
            if (value.end > live || value.equals(open)) {
                return;
            }
            all.remove();
        }
    }

    /** How many values are remembered. */
    int size() {
        return values.size();
    }

    /** Whether what comes next may belong to a value that is replaced already. */
    boolean isGrowing() {
        return open != null && !open.isWhole && open.isStruck;
    }

    /**
     * Has a match replaced: of each value that it touches all, or of what is no JSON the part.
     *
     * @return false when the beginning of a value is gone, which was too long to wait for this
     */
    boolean strike(int rule, long start, long end, HeldText held) {
        Spans.Match match = new Spans.Match(rule, start, end);
        Iterator<Value> latestFirst = values.descendingIterator();
        while (latestFirst.hasNext()) {
            Value value = latestFirst.next();
            if (value.end <= start) {
                break;
            }
            long from = Math.max(start, value.start);
            long to = Math.min(end, value.end);
            if (from < to && from < value.scalarEnd) {
                if (from > value.start && !value.isStruck && !isInReach(value, from)) {
                    return false;
                }
                value.isStruck = true;
                from = value.start;
                to = Math.max(to, value.scalarEnd);
            }
            if (from < to && to > held.start()) {
                held.replace(match, from, to, false);
            }
        }
        return true;
    }

    /** What stands between two characters of structure, without the white space around it. */
    private static final class Value {
        private final long start;

        /** What begins as it does, if it is a literal. */
        private final String literal;

        private long end;

        /** Where the number or literal ends that it is or begins with; its beginning where it begins with none. */
        private long scalarEnd;

        private int last;

        /** Whether the number or literal does not go on. */
        private boolean isWhole;

        private boolean isStruck;

        Value(long start, int first) {
            this.start = start;
            this.end = start;
            this.scalarEnd = start;
            this.last = -1;
            this.literal = switch (first) {
                case 't' -> "true";
                case 'f' -> "false";
                case 'n' -> "null";
                default -> "";
            };
        }

        boolean isNumber() {
            return literal.isEmpty();
        }

        int length() {
            return (int) Math.min(LONGEST, scalarEnd - start);
        }

        /** Whether a number or literal goes on with a character. */
        boolean takes(int point) {
            if (isWhole) {
                return false;
            }
            if (isNumber()) {
                return goesOn(point);
            }
            return length() < literal.length() && literal.charAt(length()) == point;
        }

        /** Whether a number goes on; more zeros at its beginning and more points than JSON has do no harm. */
        private boolean goesOn(int point) {
            boolean afterDigit = isDigit(last);
            return switch (point) {
                case '-', '+' -> last == 'e' || last == 'E' || (last < 0 && point == '-');
                case '.', 'e', 'E' -> afterDigit;
                default -> isDigit(point);
            };
        }

        private static boolean isDigit(int point) {
            return point >= '0' && point <= '9';
        }
    }
}
