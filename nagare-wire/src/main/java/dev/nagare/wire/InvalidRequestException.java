package dev.nagare.wire;

/** A request breaks a rule of the protocol; holds the error to answer with status 400. */
public final class InvalidRequestException extends WireException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

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
        return error;
    }
}
