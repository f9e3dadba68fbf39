package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens an engine; a test hands in a scripted one. */
@FunctionalInterface
interface EngineOpener {
    /**
     * An engine for these models; the built-in one alone when there is none.
     *
     * @param files GGUF files
     * @param aliases further names of models
     * @param pace the most tokens a second of each answer, or null
     */
    CompletionEngine open(List<Path> files, Map<String, String> aliases, @Nullable Double pace);
}
