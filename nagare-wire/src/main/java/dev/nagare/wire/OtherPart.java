package dev.nagare.wire;

/**
 * A part that is passed on as it is: an image, audio, a file, or a kind that this version does not know.
 *
 * @param type the kind: {@code image_url}, {@code input_audio}, {@code file} or another word
 * @param members the whole part, {@code type} included
 */
public record OtherPart(String type, JsonObject members) implements ContentPart {}
