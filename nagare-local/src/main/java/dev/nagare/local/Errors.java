package dev.nagare.local;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import org.jspecify.annotations.Nullable;

/** The errors of this engine, in the words that callers of the original service know. */
final class Errors {
    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER = "server_error";
    private static final int ECHOED = 100;

    private Errors() {}

    static EngineException unsupported(String parameter) {
        return invalid(
                "Unsupported parameter: '" + parameter + "' is not supported with this model.",
                parameter,
                "unsupported_parameter");
    }

    static EngineException unsupportedValue(String parameter, String value) {
        return invalid(
                "Unsupported value: '" + parameter + "' does not support '" + echo(value) + "' with this model.",
                parameter,
                "unsupported_value");
    }

    static EngineException outOfRange(String parameter, long least, long most, long value) {
        boolean below = value < least;
        return invalid(
                "Invalid '" + parameter + "': integer " + (below ? "below minimum" : "above maximum")
                        + " value. Expected a value " + (below ? ">= " + least : "<= " + most) + ", but got " + value
                        + " instead.",
                parameter,
                below ? "integer_below_min_value" : "integer_above_max_value");
    }

    static EngineException outOfRange(String parameter, double least, double most, double value) {
        boolean below = !(value >= least);
        return invalid(
                "Invalid '" + parameter + "': decimal " + (below ? "below minimum" : "above maximum")
                        + " value. Expected a value " + (below ? ">= " + shortest(least) : "<= " + shortest(most))
                        + ", but got " + shortest(value) + " instead.",
                parameter,
                below ? "decimal_below_min_value" : "decimal_above_max_value");
    }

    private static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    static EngineException invalid(String message, @Nullable String parameter, @Nullable String code) {
        return error(EngineErrorKind.INVALID_REQUEST, message, INVALID_REQUEST, parameter, code, null);
    }

    static EngineException messagesTooLong(int contextLength, int tokens) {
        return invalid(
                "This model's maximum context length is " + contextLength
                        + " tokens. However, your messages resulted in " + tokens
                        + " tokens. Please reduce the length of the messages.",
                "messages",
                "context_length_exceeded");
    }

    static EngineException promptTooLong(int contextLength, int tokens, int completion) {
        return invalid(
                "This model's maximum context length is " + contextLength + " tokens, however you requested "
                        + ((long) tokens + completion) + " tokens (" + tokens + " in your prompt; " + completion
                        + " for the completion). Please reduce your prompt; or completion length.",
                "prompt",
                "context_length_exceeded");
    }

    static EngineException modelNotFound(String model) {
        return error(
                EngineErrorKind.MODEL_NOT_FOUND,
                "The model `" + echo(model) + "` does not exist or you do not have access to it.",
                INVALID_REQUEST,
                null,
                "model_not_found",
                null);
    }

    static EngineException overloaded() {
        return error(
                EngineErrorKind.OVERLOADED,
                "The engine has as many requests waiting as it takes. Please try again later.",
                SERVER,
                null,
                "server_is_overloaded",
                null);
    }

    static EngineException closed() {
        return error(EngineErrorKind.UNAVAILABLE, "The engine is closed.", SERVER, null, "engine_closed", null);
    }

    static EngineException internal(Throwable cause) {
        return error(EngineErrorKind.INTERNAL, "The engine failed to generate an answer.", SERVER, null, null, cause);
    }

    private static EngineException error(
            EngineErrorKind kind,
            String message,
            String type,
            @Nullable String parameter,
            @Nullable String code,
            @Nullable Throwable cause) {
        return new EngineException(kind, new ApiError(message, type, parameter, code, JsonObject.EMPTY), cause);
    }

    static String echo(String text) {
        return text.length() > ECHOED ? text.substring(0, ECHOED) + "…" : text;
    }
}
