package dev.nagare.cli;

/**
 * Another name for a model.
 *
 * @param name what requests say
 * @param model the model that answers
 */
record Alias(String name, String model) {
    /** Reads {@code NAME=MODEL}. */
    static Alias of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException(text);
        }
        return new Alias(text.substring(0, equals), text.substring(equals + 1));
    }

    @Override
    public String toString() {
        return name + "=" + model;
    }
}
