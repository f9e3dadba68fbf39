package dev.nagare.guard;

/**
 * The longest text that a policy can ever hold back, computed when it is compiled.
 *
 * @param maxCharacters the most characters, as code points that rules can see
 * @param maxInvisibleRun the most invisible characters in a row that may stand after each of them; more end the text
 */
public record Certificate(int maxCharacters, int maxInvisibleRun) {
    /** The most code points held back, invisible ones included. */
    public long bound() {
        return (long) maxCharacters * (1 + maxInvisibleRun);
    }
}
