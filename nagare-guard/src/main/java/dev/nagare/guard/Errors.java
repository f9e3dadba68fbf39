package dev.nagare.guard;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;

/** The errors of a guarded generation. */
final class Errors {
    private Errors() {}

    /**
     * What was asked is flagged, and the request or the server wants nothing generated then.
     *
     * @param parameter what was flagged: {@code messages} or {@code prompt}
     */
    static EngineException rejectedInput(String parameter) {
        String what = parameter.equals("messages") ? "messages were" : parameter + " was";
        return invalid("The " + what + " rejected by this server's content policy.", parameter, "content_filter");
    }

    /** A prompt that is no text, where what is asked must be judged. */
    static EngineException unreadablePrompt() {
        return invalid(
                "Unsupported value: 'prompt' does not support token ids with this server, which moderates prompts.",
                "prompt",
                "unsupported_value");
    }

    private static EngineException invalid(String message, String parameter, String code) {
        return new EngineException(
                EngineErrorKind.INVALID_REQUEST,
                new ApiError(message, "invalid_request_error", parameter, code, JsonObject.EMPTY));
    }

    /** The guard itself went wrong. */
    static EngineException broken(Throwable cause) {
        return failed(EngineErrorKind.INTERNAL, "The server had an error while moderating the answer.", cause);
    }

    /** Who judges gave no verdict, or not in time. */
    static EngineException noVerdict(Throwable cause) {
        return failed(
                EngineErrorKind.UNAVAILABLE,
                "The answer could not be moderated, so the rest of it is withheld. Please try again later.",
                cause);
    }

    private static EngineException failed(EngineErrorKind kind, String message, Throwable cause) {
        return new EngineException(
                kind, new ApiError(message, "server_error", null, "moderation_failed", JsonObject.EMPTY), cause);
    }
}
