package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A part that shows an image.
 *
 * @param imageUrl where the image is
 * @param promptCacheBreakpoint that the prompt up to here is to be cached
 * @param additional the members that no other component holds
 */
public record ImagePart(ImageUrl imageUrl, @Nullable PromptCacheBreakpoint promptCacheBreakpoint, JsonObject additional)
        implements ContentPart {
    /** An image at an address, or within a {@code data:} URL. */
    public static ImagePart of(String url) {
        return new ImagePart(new ImageUrl(url, null, JsonObject.EMPTY), null, JsonObject.EMPTY);
    }

    @Override
    public String type() {
        return "image_url";
    }

    /**
     * Where an image is.
     *
     * @param url its address, or the image itself in a {@code data:} URL
     * @param detail how closely to look
     * @param additional the members that no other component holds
     */
    public record ImageUrl(String url, @Nullable ImageDetail detail, JsonObject additional) {}
}
