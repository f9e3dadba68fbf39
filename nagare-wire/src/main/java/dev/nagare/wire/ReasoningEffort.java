package dev.nagare.wire;

/**
 * How much a model is to reason before it answers; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record ReasoningEffort(String value) {
    /** Not at all. */
    public static final ReasoningEffort NONE = new ReasoningEffort("none");

    /** As little as it can. */
    public static final ReasoningEffort MINIMAL = new ReasoningEffort("minimal");

    /** Little. */
    public static final ReasoningEffort LOW = new ReasoningEffort("low");

    /** The usual amount. */
    public static final ReasoningEffort MEDIUM = new ReasoningEffort("medium");

    /** Much. */
    public static final ReasoningEffort HIGH = new ReasoningEffort("high");

    /** Very much. */
    public static final ReasoningEffort XHIGH = new ReasoningEffort("xhigh");

    /** As much as it can. */
    public static final ReasoningEffort MAX = new ReasoningEffort("max");

    @Override
    public String toString() {
        return value;
    }
}
