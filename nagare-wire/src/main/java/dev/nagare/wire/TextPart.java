package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A part of text.
 *
 * @param text the text
 * @param promptCacheBreakpoint that the prompt up to here is to be cached
 * @param additional the members that no other component holds
 */
public record TextPart(String text, @Nullable PromptCacheBreakpoint promptCacheBreakpoint, JsonObject additional)
        implements ContentPart {
    /** A part of plain text. */
    public static TextPart of(String text) {
        return new TextPart(text, null, JsonObject.EMPTY);
    }

    @Override
    public String type() {
        return "text";
    }
}
