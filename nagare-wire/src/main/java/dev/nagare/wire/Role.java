package dev.nagare.wire;

/**
 * Who wrote a message; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record Role(String value) {
    /** Instructions from the developer of an application. */
    public static final Role DEVELOPER = new Role("developer");

    /** Instructions, in the older form. */
    public static final Role SYSTEM = new Role("system");

    /** The person who asks. */
    public static final Role USER = new Role("user");

    /** The model. */
    public static final Role ASSISTANT = new Role("assistant");

    /** The result of a tool call. */
    public static final Role TOOL = new Role("tool");

    /** The result of a function call (deprecated form). */
    public static final Role FUNCTION = new Role("function");

    /** The role with this word; one of the constants where there is one. */
    public static Role of(String value) {
        return switch (value) {
            case "developer" -> DEVELOPER;
            case "system" -> SYSTEM;
            case "user" -> USER;
            case "assistant" -> ASSISTANT;
            case "tool" -> TOOL;
            case "function" -> FUNCTION;
            default -> new Role(value);
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
