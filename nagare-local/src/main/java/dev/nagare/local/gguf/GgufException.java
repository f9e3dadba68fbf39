package dev.nagare.local.gguf;

import dev.nagare.local.ModelException;

/** A file that is no valid GGUF, or one that this reader does not support. */
public final class GgufException extends ModelException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 80;

    /**
     * An error in a file.
     *
     * @param file the file's name
     * @param field the place in the file, such as {@code tensor 'output.weight'}
     * @param reason what is wrong with it
     */
    public GgufException(String file, String field, String reason) {
        super(file + ": " + field + ": " + reason);
    }

    /** A text out of a file, cut to a length that fits a message and free of control characters. */
    public static String shown(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints()
                .limit(SHOWN)
                .map(point -> Character.isISOControl(point) ? 0xFFFD : point)
                .forEach(out::appendCodePoint);
        return out.append(text.codePointCount(0, text.length()) > SHOWN ? "…'" : "'")
                .toString();
    }
}
