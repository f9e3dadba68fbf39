package dev.nagare.wire;

/**
 * A mark on a content part: up to its end the prompt is to be cached.
 *
 * @param mode {@link PromptCacheMode#EXPLICIT} is the only known one
 * @param additional the members that no other component holds
 */
public record PromptCacheBreakpoint(PromptCacheMode mode, JsonObject additional) {}
