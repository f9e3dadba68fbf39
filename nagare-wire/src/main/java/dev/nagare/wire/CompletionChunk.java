package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed completion of the older endpoint, object {@code text_completion}.
 *
 * @param id the same on every chunk of a stream
 * @param created Unix time in seconds, the same on every chunk
 * @param choices the choices this chunk adds to; empty in the usage chunk
 * @param model the model that answers
 * @param systemFingerprint changes when the weights or the engine do
 * @param usage the token counts, in the last chunk of a stream that asked for them
 * @param additional the members that no other component holds
 */
public record CompletionChunk(
        @Nullable String id,
        @Nullable Long created,
        List<CompletionChoice> choices,
        @Nullable String model,
        @Nullable String systemFingerprint,
        @Nullable Usage usage,
        JsonObject additional) {
    /** The value of {@code object}, for whole completions and chunks alike. */
    public static final String OBJECT = "text_completion";

    /** Copies the choices. */
    public CompletionChunk {
        choices = List.copyOf(choices);
    }

    /** This chunk with other token counts. */
    public CompletionChunk withUsage(@Nullable Usage value) {
        return new CompletionChunk(id, created, choices, model, systemFingerprint, value, additional);
    }

    /** This chunk with other choices. */
    public CompletionChunk withChoices(List<CompletionChoice> value) {
        return new CompletionChunk(id, created, value, model, systemFingerprint, usage, additional);
    }

    /** This chunk with other members that no component holds. */
    public CompletionChunk withAdditional(JsonObject value) {
        return new CompletionChunk(id, created, choices, model, systemFingerprint, usage, value);
    }
}
