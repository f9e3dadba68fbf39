package dev.nagare.wire;

/**
 * A part of a kind that this version does not know, passed on as it is.
 *
 * @param type the kind
 * @param members the whole part, {@code type} included
 */
public record OtherPart(String type, JsonObject members) implements ContentPart {}
