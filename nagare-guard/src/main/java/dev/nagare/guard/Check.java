package dev.nagare.guard;

/**
 * The arithmetic of a number that carries its own check, one symbol after the other.
 *
 * <p>A state is a number; negative when no continuation can satisfy the check. Symbols that do not count, such as
 * separators, leave the state as it is.
 */
interface Check {
    /** No continuation can satisfy the check. */
    long DEAD = -1;

    /** Whether there is nothing to check. */
    Check NONE = new Check() {
        @Override
        public long step(long state, int symbol) {
            return state;
        }

        @Override
        public boolean accepts(long state) {
            return true;
        }
    };

    /** The state after a symbol; begins at 0. */
    long step(long state, int symbol);

    /** Whether the number up to here satisfies the check. */
    boolean accepts(long state);

    /**
     * Whether it is certain, without trying, that some continuation satisfies the check, provided that the pattern's form
     * has one at all.
     */
    default boolean isSurelyOpen(long state) {
        return false;
    }
}
