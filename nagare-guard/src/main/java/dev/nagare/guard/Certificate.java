package dev.nagare.guard;

/**
 * The longest text that a policy can ever hold back, computed when it is compiled.
 *
 * @param maxCharacters the most characters, as code points that rules can see
 * @param maxInvisibleRun the most invisible characters in a row that may stand after each of them; more end the text
 * @param maxValue how many characters more of a number or literal outside the strings of a JSON text, such as the arguments
 *     of a tool call, may wait with it; 0 where no rule replaces what may begin inside one
 */
public record Certificate(int maxCharacters, int maxInvisibleRun, int maxValue) {
    /** The most code points held back, invisible ones and those of a JSON text included. */
    public long bound() {
        return (long) maxCharacters * (1 + maxInvisibleRun) + maxValue;
    }
}
