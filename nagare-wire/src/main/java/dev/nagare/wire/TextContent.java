package dev.nagare.wire;

/**
 * Content of plain text.
 *
 * @param text the text
 */
public record TextContent(String text) implements MessageContent {}
