package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A tool whose input is text of its own form.
 *
 * @param name its name
 * @param description what it does, for the model
 * @param format the form of its input; null for text of any form
 * @param additional the members that no other component holds
 */
public record CustomToolDefinition(
        String name, @Nullable String description, @Nullable CustomToolFormat format, JsonObject additional) {}
