package dev.nagare.guard;

/** What compiling a pattern may cost, so that one that would take long is refused soon. */
final class Work {
    private final String rule;
    private final PolicyWork all;
    private long left;

    /**
     * Work that has not begun.
     *
     * @param rule the rule's name, for messages
     * @param most how many steps may be looked at
     * @param all the work of the whole policy
     */
    Work(String rule, long most, PolicyWork all) {
        this.rule = rule;
        this.all = all;
        this.left = most;
    }

    /**
     * Notes that steps are looked at.
     *
     * @throws PolicyException when they are too many, for this pattern or for the policy
     */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw tooMuch();
        }
        all.steps(rule, steps);
    }

    /** What to say of a pattern that is refused for it. */
    PolicyException tooMuch() {
        return new PolicyException(
                rule,
                "the pattern needs too many states; use smaller counts, smaller classes or fewer alternatives that"
                        + " overlap");
    }
}
