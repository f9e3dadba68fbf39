package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code POST /v1/moderations}.
 *
 * @param input what is to be judged
 * @param model the model that is to judge; null leaves it to the server
 * @param additional the members that no other component holds
 */
public record ModerationRequest(
        ModerationInput input, @Nullable String model, JsonObject additional) {
    /** A request to judge this, by whichever model the server takes. */
    public static ModerationRequest of(ModerationInput input) {
        return new ModerationRequest(input, null, JsonObject.EMPTY);
    }

    /** The names of the parameters that the protocol does not know, in the order of the request. */
    public List<String> unknownParameters() {
        return RequestParts.unknown(ModerationRequestCodec.PARAMETERS, additional, null);
    }
}
