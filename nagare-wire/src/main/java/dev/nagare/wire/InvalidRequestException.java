package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** A request breaks a rule of the protocol; holds the error to answer with status 400. */
public final class InvalidRequestException extends WireException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ApiError error;

    /** An exception with this error; the error's message becomes the exception's. */
    public InvalidRequestException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /**
     * An exception that refuses a parameter which the protocol does not know, in the original service's words.
     *
     * @param name the parameter's name, as {@link ChatCompletionRequest#unknownParameters()} gives it
     */
    public static InvalidRequestException unknownParameter(String name) {
        String bounded = JsonProblems.echo(name);
        return JsonProblems.invalidRequest("Unknown parameter: '" + bounded + "'.", bounded, "unknown_parameter");
    }

    /** The error to answer with. */
    public ApiError error() {
        // The error is no part of an exception that was written as bytes; its message is.
        return error == null ? new ApiError(String.valueOf(getMessage()), null, null, null, JsonObject.EMPTY) : error;
    }
}
