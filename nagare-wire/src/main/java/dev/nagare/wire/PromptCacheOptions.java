package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the cache of prompts is used.
 *
 * @param mode who decides what is cached
 * @param ttl how long it is kept at least, such as {@code 30m}
 * @param additional the members that no other component holds
 */
public record PromptCacheOptions(
        @Nullable PromptCacheMode mode, @Nullable String ttl, JsonObject additional) {}
