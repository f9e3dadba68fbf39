package dev.nagare.cli;

import java.util.List;

/**
 * One thing that can be set for a server: by the flag {@code --name}, or by the key {@code name} of a configuration file.
 *
 * @param name in lower case with dashes
 * @param section what it is about
 * @param shape how many values it takes
 * @param kind how a value is written
 * @param fallback what holds when nobody sets it; empty for nothing
 * @param description for the help; what it is at first is added by itself
 * @param <T> the type of one value
 */
record Setting<T>(String name, Section section, Shape shape, Kind<T> kind, List<T> fallback, String description) {
    /** How many values a setting takes. */
    enum Shape {
        /** One; a flag that is given twice is wrong. */
        ONE,
        /** Any number: a flag for each, or a list in the file. */
        LIST,
        /** Any number of pairs: a flag for each, or a map in the file. */
        MAP
    }

    /** The flag on the command line. */
    String flag() {
        return "--" + name;
    }

    /** The value at first as help shows it; empty when there is none. */
    String shownFallback() {
        return fallback.isEmpty() || shape != Shape.ONE ? "" : kind.show().apply(fallback.getFirst());
    }
}
