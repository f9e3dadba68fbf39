package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole completion of the older endpoint, object {@code text_completion}.
 *
 * @param id the completion's id
 * @param created Unix time in seconds
 * @param model the model that answered
 * @param choices the choices, by index
 * @param usage the token counts
 * @param systemFingerprint changes when the weights or the engine do
 * @param additional the members that no other component holds
 */
public record Completion(
        @Nullable String id,
        @Nullable Long created,
        @Nullable String model,
        List<CompletionChoice> choices,
        @Nullable Usage usage,
        @Nullable String systemFingerprint,
        JsonObject additional) {
    /** Copies the choices. */
    public Completion {
        choices = List.copyOf(choices);
    }

    /** The text of the first choice; empty when there is no choice. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }
}
