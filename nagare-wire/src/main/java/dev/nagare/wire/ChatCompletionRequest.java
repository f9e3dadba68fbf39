package dev.nagare.wire;
/** placeholder. */
public record ChatCompletionRequest(JsonObject additional) {}
