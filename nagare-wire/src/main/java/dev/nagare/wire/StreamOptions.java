package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a stream carries beyond the answer.
 *
 * @param includeUsage whether a last chunk holds the token counts
 * @param includeObfuscation whether chunks are padded to hide their length
 * @param continuousUsageStats whether every chunk holds the token counts so far (an extension of vLLM and SGLang)
 * @param additional the members that no other component holds
 */
public record StreamOptions(
        @Nullable Boolean includeUsage,
        @Nullable Boolean includeObfuscation,
        @Nullable Boolean continuousUsageStats,
        JsonObject additional) {
    /** Asks for the token counts and nothing else. */
    public static final StreamOptions WITH_USAGE = new StreamOptions(true, null, null, JsonObject.EMPTY);
}
