package dev.nagare.wire;

/** Which of its functions a model is to call (deprecated form of {@link ToolChoice}). */
public sealed interface FunctionChoice {
    /** No function. */
    FunctionChoice NONE = new Mode("none");

    /** The one that the model thinks fit, or none. */
    FunctionChoice AUTO = new Mode("auto");

    /**
     * A choice that is said in one word; any word is kept, known or not.
     *
     * @param value the word on the wire
     */
    record Mode(String value) implements FunctionChoice {}

    /**
     * One function.
     *
     * @param name its name
     * @param additional the members that no other component holds
     */
    record Named(String name, JsonObject additional) implements FunctionChoice {}
}
