package dev.nagare.cli;

import java.util.function.Function;

/**
 * How one value of a setting is written.
 *
 * @param label what help shows in its place, such as {@code TIME}
 * @param takes what a value is, for whoever wrote another, such as {@code a time such as 500ms, 60s or 5m}
 * @param read makes a value of its text; throws an IllegalArgumentException for text that is none
 * @param show writes a value as {@code read} reads it
 * @param <T> the type of value
 */
record Kind<T>(String label, String takes, Function<String, T> read, Function<T, String> show) {
    private static final int SHOWN = 80;

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException with a message that goes on behind the setting's name
     */
    T parse(String text) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("takes " + takes + ", not '" + cut(text) + "'", e);
        }
    }

    /** A text of the user's, short enough for a message and on one line. */
    static String cut(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
