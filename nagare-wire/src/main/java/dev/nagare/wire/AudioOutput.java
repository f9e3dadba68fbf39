package dev.nagare.wire;

/**
 * How an answer is to sound.
 *
 * @param voice who speaks: the name of a voice, or an object with the id of one's own
 * @param format how the sound is to be encoded
 * @param additional the members that no other component holds
 */
public record AudioOutput(JsonValue voice, AudioFormat format, JsonObject additional) {}
