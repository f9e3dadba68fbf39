package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** A message of a conversation; which one follows from the role. */
public sealed interface Message
        permits DeveloperMessage, SystemMessage, UserMessage, AssistantMessage, ToolMessage, FunctionMessage {
    /** Who wrote it. */
    Role role();

    /** What it says, or null when it has no content, as an assistant's message that only calls tools. */
    @Nullable
    MessageContent content();
}
