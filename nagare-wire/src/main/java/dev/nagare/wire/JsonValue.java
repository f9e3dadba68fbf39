package dev.nagare.wire;

/** A JSON value whose meaning the protocol leaves open, or that this version does not know. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
