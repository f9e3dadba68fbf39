package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed chat completion, object {@code chat.completion.chunk}.
 *
 * @param id the same on every chunk of a stream; absent from some servers' usage chunks
 * @param created Unix time in seconds, the same on every chunk
 * @param model the model that answers
 * @param serviceTier the tier that served the request, where it named one
 * @param systemFingerprint changes when the weights or the engine do
 * @param choices the choices this chunk adds to; empty in the usage chunk and the moderation chunk
 * @param usage the token counts, in the last chunk of a stream that asked for them
 * @param moderation the verdicts of a moderated stream
 * @param obfuscation random padding that hides the length of the text from an observer of the network
 * @param additional the members that no other component holds
 */
public record ChatCompletionChunk(
        @Nullable String id,
        @Nullable Long created,
        @Nullable String model,
        @Nullable ServiceTier serviceTier,
        @Nullable String systemFingerprint,
        List<ChunkChoice> choices,
        @Nullable Usage usage,
        @Nullable Moderation moderation,
        @Nullable String obfuscation,
        JsonObject additional) {
    /** The value of {@code object}. */
    public static final String OBJECT = "chat.completion.chunk";

    /** For {@code additional}: no usage yet, written as null, as in a stream that will end with its usage. */
    public static final JsonObject NULL_USAGE = JsonObject.nulls("usage");

    /** Copies the choices. */
    public ChatCompletionChunk {
        choices = List.copyOf(choices);
    }

    /** This chunk with other token counts. */
    public ChatCompletionChunk withUsage(@Nullable Usage value) {
        return new ChatCompletionChunk(
                id,
                created,
                model,
                serviceTier,
                systemFingerprint,
                choices,
                value,
                moderation,
                obfuscation,
                additional);
    }

    /** This chunk with other choices. */
    public ChatCompletionChunk withChoices(List<ChunkChoice> value) {
        return new ChatCompletionChunk(
                id, created, model, serviceTier, systemFingerprint, value, usage, moderation, obfuscation, additional);
    }

    /** This chunk with other verdicts. */
    public ChatCompletionChunk withModeration(@Nullable Moderation value) {
        return new ChatCompletionChunk(
                id, created, model, serviceTier, systemFingerprint, choices, usage, value, obfuscation, additional);
    }

    /** This chunk with other padding. */
    public ChatCompletionChunk withObfuscation(@Nullable String value) {
        return new ChatCompletionChunk(
                id, created, model, serviceTier, systemFingerprint, choices, usage, moderation, value, additional);
    }

    /** This chunk with other members that no component holds. */
    public ChatCompletionChunk withAdditional(JsonObject value) {
        return new ChatCompletionChunk(
                id, created, model, serviceTier, systemFingerprint, choices, usage, moderation, obfuscation, value);
    }
}
