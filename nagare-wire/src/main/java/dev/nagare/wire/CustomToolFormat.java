package dev.nagare.wire;

/** The form of a custom tool's input. */
public sealed interface CustomToolFormat {
    /** The kind of form, as {@code type} says it. */
    String type();

    /**
     * Text of any form.
     *
     * @param additional the members that no other component holds
     */
    record Text(JsonObject additional) implements CustomToolFormat {
        @Override
        public String type() {
            return "text";
        }
    }

    /**
     * Text that follows a grammar.
     *
     * @param grammar the grammar
     * @param additional the members that no other component holds
     */
    record Grammar(Rules grammar, JsonObject additional) implements CustomToolFormat {
        @Override
        public String type() {
            return "grammar";
        }
    }

    /**
     * The rules of a grammar.
     *
     * @param syntax the language they are written in
     * @param definition the rules
     * @param additional the members that no other component holds
     */
    record Rules(GrammarSyntax syntax, String definition, JsonObject additional) {}

    /**
     * A form that this version does not know, passed on as it is.
     *
     * @param type the kind
     * @param members the whole format, {@code type} included
     */
    record Other(String type, JsonObject members) implements CustomToolFormat {}
}
