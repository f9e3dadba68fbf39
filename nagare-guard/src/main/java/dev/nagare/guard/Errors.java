package dev.nagare.guard;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;

/** The errors of a guarded generation. */
final class Errors {
    private Errors() {}

    /** The messages were flagged, and the request or the server wants nothing generated then. */
    static EngineException rejectedInput() {
        return new EngineException(
                EngineErrorKind.INVALID_REQUEST,
                new ApiError(
                        "The messages were rejected by this server's content policy.",
                        "invalid_request_error",
                        "messages",
                        "content_filter",
                        JsonObject.EMPTY));
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
