package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the input and the output of a completion are to be moderated.
 *
 * @param model the model that judges
 * @param policy what to do about what it flags; null for the server's default
 * @param additional the members that no other component holds
 */
public record ModerationOptions(String model, @Nullable Policy policy, JsonObject additional) {
    /**
     * What to do about what is flagged.
     *
     * @param input in the messages
     * @param output in the answer
     * @param additional the members that no other component holds
     */
    public record Policy(@Nullable Rule input, @Nullable Rule output, JsonObject additional) {}

    /**
     * What to do on one side.
     *
     * @param mode what to do
     * @param additional the members that no other component holds
     */
    public record Rule(@Nullable ModerationMode mode, JsonObject additional) {}
}
