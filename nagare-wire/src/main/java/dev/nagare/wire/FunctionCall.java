package dev.nagare.wire;

/**
 * A function and its arguments.
 *
 * @param name the function's name
 * @param arguments the arguments as JSON text, which may be invalid: a model wrote it
 * @param additional the members that no other component holds
 */
public record FunctionCall(String name, String arguments, JsonObject additional) {}
