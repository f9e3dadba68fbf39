package dev.nagare.guard;

import java.util.Locale;

/**
 * What compiling all rules of a policy may cost together, so that a policy of many heavy rules is refused soon. It counts what
 * is done and not the time that it takes, so a policy compiles on every machine or on none.
 */
final class PolicyWork {
    /** The most steps of all patterns: some seconds. */
    static final long MOST_STEPS = 200_000_000;

    /** The most bytes that the tables of all patterns of the policy take. */
    static final long MOST_BYTES = 128 << 20;

    /** The most symbols of all phrases; while they are compiled each takes some sixty bytes. */
    static final long MOST_SYMBOLS = 8_000_000;

    /** What a pattern costs apart from its table: it is asked for each two ASCII characters whether it may begin there. */
    static final long STEPS_OF_PATTERN = 2 * 128 * 129;

    /** What a member of a class costs, which is looked up as the text will be. */
    static final long STEPS_OF_MEMBER = 4;

    private final long mostSteps;
    private final long mostBytes;
    private final long mostSymbols;
    private long steps;
    private long bytes;
    private long symbols;

    /** Work that has not begun. */
    PolicyWork() {
        this(MOST_STEPS, MOST_BYTES, MOST_SYMBOLS);
    }

    /** Work with other bounds. */
    PolicyWork(long mostSteps, long mostBytes, long mostSymbols) {
        this.mostSteps = mostSteps;
        this.mostBytes = mostBytes;
        this.mostSymbols = mostSymbols;
    }

    /**
     * Notes what compiling a pattern of a rule takes.
     *
     * @throws PolicyException when it is too much together with what came before
     */
    void steps(String rule, long count) {
        steps += count;
        if (steps > mostSteps) {
            throw tooMuch(
                    rule,
                    "all patterns of the policy take more than %,d steps to compile; use smaller counts, smaller classes, fewer"
                            + " alternatives that overlap or fewer patterns",
                    mostSteps);
        }
    }

    /**
     * Notes what the table of a pattern takes.
     *
     * @throws PolicyException when it is too much together with what came before
     */
    void bytes(String rule, long count) {
        bytes += count;
        if (bytes > mostBytes) {
            throw tooMuch(
                    rule,
                    "the tables of all patterns of the policy take more than %,d bytes; use smaller counts, fewer alternatives that"
                            + " overlap or fewer patterns",
                    mostBytes);
        }
    }

    /**
     * Notes how many symbols a phrase has.
     *
     * @throws PolicyException when they are too many together with those before
     */
    void symbols(String rule, long count) {
        symbols += count;
        if (symbols > mostSymbols) {
            throw tooMuch(
                    rule,
                    "all phrases of the policy have more than %,d characters, letters taken apart; use fewer or shorter phrases",
                    mostSymbols);
        }
    }

    private static PolicyException tooMuch(String rule, String reason, long most) {
        return new PolicyException(
                rule, String.format(Locale.ROOT, "with this rule " + reason, most) + ", or make two policies");
    }
}
