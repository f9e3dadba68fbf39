package dev.nagare.wire;

import java.util.List;

/**
 * The answer of {@code POST /v1/moderations}.
 *
 * @param id the answer's id
 * @param model the model that judged
 * @param results what it found: one for each text, or one for an input of several parts
 * @param additional the members that no other component holds
 */
public record ModerationResponse(String id, String model, List<ModerationResult> results, JsonObject additional) {
    /** Copies the results. */
    public ModerationResponse {
        results = List.copyOf(results);
    }
}
