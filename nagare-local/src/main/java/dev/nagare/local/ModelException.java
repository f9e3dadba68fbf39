package dev.nagare.local;

import dev.nagare.local.gguf.GgufException;

/** A model that cannot be used: its message names the file, the field and the reason. */
public sealed class ModelException extends RuntimeException permits GgufException {
    private static final long serialVersionUID = 1L;

    /** An error that this module found itself. */
    public ModelException(String message) {
        super(message);
    }

    /** An error that another exception led to. */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
