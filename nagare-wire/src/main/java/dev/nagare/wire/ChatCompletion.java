package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole chat completion, object {@code chat.completion}.
 *
 * @param id the completion's id
 * @param created Unix time in seconds
 * @param model the model that answered
 * @param choices the choices, by index
 * @param usage the token counts
 * @param serviceTier the tier that served the request, where it named one
 * @param systemFingerprint changes when the weights or the engine do
 * @param moderation the verdicts of a moderated completion
 * @param additional the members that no other component holds
 */
public record ChatCompletion(
        @Nullable String id,
        @Nullable Long created,
        @Nullable String model,
        List<ChatChoice> choices,
        @Nullable Usage usage,
        @Nullable ServiceTier serviceTier,
        @Nullable String systemFingerprint,
        @Nullable Moderation moderation,
        JsonObject additional) {
    /** The value of {@code object}. */
    public static final String OBJECT = "chat.completion";

    /** Copies the choices. */
    public ChatCompletion {
        choices = List.copyOf(choices);
    }

    /** The text of the first choice; empty when it has none, as a refusal or a call of a tool, or when there is no choice. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).message().text();
    }
}
