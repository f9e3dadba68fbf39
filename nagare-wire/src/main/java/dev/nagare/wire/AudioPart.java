package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A part that is heard.
 *
 * @param inputAudio the sound
 * @param promptCacheBreakpoint that the prompt up to here is to be cached
 * @param additional the members that no other component holds
 */
public record AudioPart(
        InputAudio inputAudio, @Nullable PromptCacheBreakpoint promptCacheBreakpoint, JsonObject additional)
        implements ContentPart {
    @Override
    public String type() {
        return "input_audio";
    }

    /**
     * A sound.
     *
     * @param data the encoded sound, in Base64
     * @param format how it is encoded
     * @param additional the members that no other component holds
     */
    public record InputAudio(String data, AudioFormat format, JsonObject additional) {}
}
