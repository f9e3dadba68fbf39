package dev.nagare.wire;
/** placeholder, replaced in the same hour. */
public record AssistantMessage(JsonObject additional) {}
