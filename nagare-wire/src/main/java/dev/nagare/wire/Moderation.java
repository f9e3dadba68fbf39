package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * The verdicts of a moderated completion.
 *
 * @param input on the messages; null where a server leaves it out
 * @param output on the answer; null where a server leaves it out
 * @param additional the members that no other component holds
 */
public record Moderation(
        @Nullable ModerationVerdict input, @Nullable ModerationVerdict output, JsonObject additional) {}
