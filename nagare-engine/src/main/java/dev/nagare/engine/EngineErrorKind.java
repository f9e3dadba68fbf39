package dev.nagare.engine;

/** Who can act on an engine's error. */
public enum EngineErrorKind {
    /** The caller: the request asks for something that cannot be done. */
    INVALID_REQUEST,
    /** The caller: no model of this name. */
    MODEL_NOT_FOUND,
    /** Capacity: too many requests for now; a later try may succeed. */
    RATE_LIMITED,
    /** Capacity: no room for now; a later try may succeed. */
    OVERLOADED,
    /** The engine is closing or not ready; a later try may succeed. */
    UNAVAILABLE,
    /** The engine is at fault. */
    INTERNAL
}
