package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A part of an assistant's message in which it refused.
 *
 * @param refusal why
 * @param promptCacheBreakpoint that the prompt up to here is to be cached
 * @param additional the members that no other component holds
 */
public record RefusalPart(String refusal, @Nullable PromptCacheBreakpoint promptCacheBreakpoint, JsonObject additional)
        implements ContentPart {
    @Override
    public String type() {
        return "refusal";
    }
}
