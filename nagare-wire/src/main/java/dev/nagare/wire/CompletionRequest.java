package dev.nagare.wire;
/** placeholder. */
public record CompletionRequest(JsonObject additional) {}
