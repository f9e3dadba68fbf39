package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** Something that a model may call. */
public sealed interface Tool {
    /** The kind of tool, as {@code type} says it. */
    String type();

    /**
     * A function.
     *
     * @param name its name; 1 to 64 letters, digits, {@code _} and {@code -}
     * @param description what it does, for the model
     * @param parameters the JSON schema of its arguments; null when it has none
     */
    static Tool function(String name, @Nullable String description, @Nullable JsonObject parameters) {
        return new Function(
                new FunctionDefinition(name, description, parameters, null, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    /**
     * A function.
     *
     * @param function what the model is told of it
     * @param additional the members that no other component holds
     */
    record Function(FunctionDefinition function, JsonObject additional) implements Tool {
        @Override
        public String type() {
            return "function";
        }
    }

    /**
     * A tool whose input is text of its own form.
     *
     * @param custom what the model is told of it
     * @param additional the members that no other component holds
     */
    record Custom(CustomToolDefinition custom, JsonObject additional) implements Tool {
        @Override
        public String type() {
            return "custom";
        }
    }

    /**
     * A tool of a kind that this version does not know, passed on as it is.
     *
     * @param type the kind
     * @param members the whole tool, {@code type} included
     */
    record Other(String type, JsonObject members) implements Tool {}
}
