package dev.nagare.cli;

/**
 * Where something stands that was set.
 *
 * @param text for messages: {@code --rpm}, or {@code nagare.yaml:3:6: rpm}
 * @param line its line in the configuration file, from 1; {@link #NOT_IN_FILE} for what stands elsewhere
 * @param column its column, from 1
 */
record Place(String text, int line, int column) {
    /** The {@code line} of what does not stand in the file: behind all that does. */
    static final int NOT_IN_FILE = Integer.MAX_VALUE;

    /** A place that is not in the file, such as a flag. */
    static Place of(String text) {
        return new Place(text, NOT_IN_FILE, 0);
    }

    /** The same place, said more exactly. */
    Place with(String more) {
        return new Place(text + more, line, column);
    }

    @Override
    public String toString() {
        return text;
    }
}
