package dev.nagare.wire;

/** What a message says: one text, or parts of several kinds. */
public sealed interface MessageContent permits TextContent, PartsContent {
    /** All of its text, the parts' texts one after another. */
    String text();
}
