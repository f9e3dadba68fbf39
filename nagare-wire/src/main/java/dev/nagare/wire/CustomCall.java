package dev.nagare.wire;

/**
 * A custom tool and its input.
 *
 * @param name the tool's name
 * @param input the input, in the tool's own form
 * @param additional the members that no other component holds
 */
public record CustomCall(String name, String input, JsonObject additional) {}
