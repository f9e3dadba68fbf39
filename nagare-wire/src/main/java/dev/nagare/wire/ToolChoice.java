package dev.nagare.wire;

import java.util.List;

/** Which of its tools a model is to call. */
public sealed interface ToolChoice {
    /** No tool. */
    ToolChoice NONE = new Mode("none");

    /** Those that the model thinks fit, or none. */
    ToolChoice AUTO = new Mode("auto");

    /** One at least. */
    ToolChoice REQUIRED = new Mode("required");

    /** This function. */
    static ToolChoice function(String name) {
        return new Function(new Name(name, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    /**
     * A choice that is said in one word; any word is kept, known or not.
     *
     * @param value the word on the wire
     */
    record Mode(String value) implements ToolChoice {}

    /**
     * One function.
     *
     * @param function which
     * @param additional the members that no other component holds
     */
    record Function(Name function, JsonObject additional) implements ToolChoice {}

    /**
     * One custom tool.
     *
     * @param custom which
     * @param additional the members that no other component holds
     */
    record Custom(Name custom, JsonObject additional) implements ToolChoice {}

    /**
     * Some of the tools.
     *
     * @param allowedTools which, and whether one of them must be called
     * @param additional the members that no other component holds
     */
    record Allowed(AllowedTools allowedTools, JsonObject additional) implements ToolChoice {}

    /**
     * A kind of choice that this version does not know, passed on as it is.
     *
     * @param type the kind
     * @param members the whole choice, {@code type} included
     */
    record Other(String type, JsonObject members) implements ToolChoice {}

    /**
     * The name of a tool.
     *
     * @param name the name
     * @param additional the members that no other component holds
     */
    record Name(String name, JsonObject additional) {}

    /**
     * Some of the tools.
     *
     * @param mode {@link #AUTO} or {@link #REQUIRED}
     * @param tools which, each as a choice of one
     * @param additional the members that no other component holds
     */
    record AllowedTools(Mode mode, List<ToolChoice> tools, JsonObject additional) {
        /** Copies the tools. */
        public AllowedTools {
            tools = List.copyOf(tools);
        }
    }
}
