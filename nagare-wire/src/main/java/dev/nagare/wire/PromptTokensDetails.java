package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the prompt's tokens divide; each may be absent.
 *
 * @param cachedTokens tokens whose state was reused
 * @param audioTokens tokens of audio
 * @param textTokens tokens of text
 * @param imageTokens tokens of images
 * @param cacheWriteTokens tokens whose state was kept for later
 * @param additional the members that no other component holds
 */
public record PromptTokensDetails(
        @Nullable Long cachedTokens,
        @Nullable Long audioTokens,
        @Nullable Long textTokens,
        @Nullable Long imageTokens,
        @Nullable Long cacheWriteTokens,
        JsonObject additional) {}
