package dev.nagare.engine;

import dev.nagare.wire.Usage;

/** How a generation ended. Exactly one of these is the last thing a sink is given. */
public sealed interface GenerationEnd {
    /** The tokens used until the end, whatever the end was. */
    Usage usage();

    /**
     * Every choice came to its finish reason.
     *
     * @param usage the tokens used
     */
    record Completed(Usage usage) implements GenerationEnd {}

    /**
     * Someone called {@link Generation#cancel()}.
     *
     * @param usage the tokens used until then
     */
    record Cancelled(Usage usage) implements GenerationEnd {}

    /**
     * The engine could not go on, or never began.
     *
     * @param error what went wrong and who can act
     * @param usage the tokens used until then
     */
    record Failed(EngineException error, Usage usage) implements GenerationEnd {}
}
