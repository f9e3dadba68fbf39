package dev.nagare.server;

/** Which of its two ports a server is reached at, and so what for. */
enum Door {
    /** The only port, for everything. */
    ONLY,
    /** The port for everything but operations, which have their own. */
    PUBLIC,
    /** The port for health, readiness and metrics. */
    OPERATIONS;

    boolean leadsTo(Route route) {
        return this == ONLY || route.isOperations() == (this == OPERATIONS);
    }
}
