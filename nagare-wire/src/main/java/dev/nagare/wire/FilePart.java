package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A part that is a file.
 *
 * @param file the file
 * @param promptCacheBreakpoint that the prompt up to here is to be cached
 * @param additional the members that no other component holds
 */
public record FilePart(InputFile file, @Nullable PromptCacheBreakpoint promptCacheBreakpoint, JsonObject additional)
        implements ContentPart {
    @Override
    public String type() {
        return "file";
    }

    /**
     * A file: one that the server keeps, or the file itself.
     *
     * @param fileId the id of a file that the server keeps
     * @param fileData the file itself, in Base64
     * @param filename its name
     * @param additional the members that no other component holds
     */
    public record InputFile(
            @Nullable String fileId,
            @Nullable String fileData,
            @Nullable String filename,
            JsonObject additional) {}
}
