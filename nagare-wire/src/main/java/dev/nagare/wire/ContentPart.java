package dev.nagare.wire;

/** One part of a message's content. */
public sealed interface ContentPart permits TextPart, ImagePart, AudioPart, FilePart, RefusalPart, OtherPart {
    /** The kind of part, as {@code type} says it. */
    String type();
}
