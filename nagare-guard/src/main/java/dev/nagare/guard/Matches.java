package dev.nagare.guard;

/** Takes what scanners find. */
interface Matches {
    /**
     * Takes a match.
     *
     * @param rule the rule's index in its policy
     * @param start where the match begins in the text, in chars
     * @param end where it ends
     */
    void found(int rule, long start, long end);
}
