package dev.nagare.local;

import dev.nagare.local.schedule.SchedulerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Puts an engine together: its models, their further names, and its bounds. Belongs to one thread. */
public final class LocalEngineBuilder {
    private static final String SUFFIX = ".gguf";
    private static final double FASTEST_PACE = 1e6;

    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private SchedulerConfig config = SchedulerConfig.defaults();
    private InstantSource clock = InstantSource.system();
    private @Nullable RandomGenerator random;
    private boolean builtIn;

    LocalEngineBuilder() {}

    /** Adds the model that is built in; when nothing is added, it is there by itself. */
    public LocalEngineBuilder builtIn() {
        builtIn = true;
        return this;
    }

    /** Adds the model of a file, named as the file without {@code .gguf}. */
    public LocalEngineBuilder model(Path file) {
        String name = String.valueOf(file.getFileName());
        return model(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name, file);
    }

    /**
     * Adds the model of a file under a name.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public LocalEngineBuilder model(String name, Path file) {
        if (files.putIfAbsent(name, file) != null) {
            throw new IllegalArgumentException("two models have the name " + name);
        }
        return this;
    }

    /** Adds a further name of a model. */
    public LocalEngineBuilder alias(String alias, String model) {
        aliases.put(alias, model);
        return this;
    }

    /** Bounds the tokens of a prompt and its answer together; a model's own bound holds anyway. */
    public LocalEngineBuilder contextLength(int tokens) {
        config = config.withContextLength(tokens);
        return this;
    }

    /** Bounds the answers that are generated at once and those that wait for a place, for each model. */
    public LocalEngineBuilder answers(int running, int waiting) {
        config = config.withSequences(running, waiting);
        return this;
    }

    /** Bounds the memory for keys and values, for each model. */
    public LocalEngineBuilder cacheBytes(long bytes) {
        config = config.withCacheBytes(bytes);
        return this;
    }

    /** Sets how many threads compute, for each model; at first one for each core. */
    public LocalEngineBuilder threads(int count) {
        config = config.withThreads(count);
        return this;
    }

    /**
     * Slows each answer down to a number of tokens a second, so that a person can watch a fast model.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public LocalEngineBuilder pace(double tokensPerSecond) {
        if (!(tokensPerSecond > 0 && tokensPerSecond <= FASTEST_PACE)) {
            throw new IllegalArgumentException("a pace of " + tokensPerSecond + " tokens a second is not possible");
        }
        config = config.withTokenInterval(Duration.ofNanos(Math.round(1e9 / tokensPerSecond)));
        return this;
    }

    /** Sets where the time in answers comes from. */
    public LocalEngineBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Sets where ids come from, and seeds of requests that name none. */
    public LocalEngineBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /**
     * Loads the models and starts the engine.
     *
     * @throws ModelException if a model cannot be used; then none stays loaded
     * @throws IllegalArgumentException if an alias names no model, or a name is taken
     */
    public LocalEngine build() {
        boolean onlyBuiltIn = files.isEmpty();
        checkNames(onlyBuiltIn || builtIn);
        List<LoadedModel> models = new ArrayList<>();
        boolean built = false;
        try {
            long created = clock.instant().getEpochSecond();
            files.forEach((name, file) -> models.add(LoadedModel.of(name, created, file, config)));
            if (onlyBuiltIn || builtIn) {
                models.add(LoadedModel.builtIn(LocalEngine.BUILT_IN_MODEL, created, config));
            }
            RandomGenerator generator = random == null ? new SplittableRandom() : random;
            InstantSource source = clock;
            LocalEngine engine = new LocalEngine(
                    models,
                    aliases,
                    onlyBuiltIn,
                    new Identifiers(generator),
                    () -> source.instant().getEpochSecond());
            built = true;
            return engine;
        } finally {
            if (!built) {
                models.forEach(LoadedModel::close);
            }
        }
    }

    private void checkNames(boolean withBuiltIn) {
        if (withBuiltIn && files.containsKey(LocalEngine.BUILT_IN_MODEL)) {
            throw new IllegalArgumentException("two models have the name " + LocalEngine.BUILT_IN_MODEL);
        }
        aliases.forEach((alias, model) -> {
            boolean exists = files.containsKey(model) || (withBuiltIn && model.equals(LocalEngine.BUILT_IN_MODEL));
            if (!exists) {
                throw new IllegalArgumentException("the alias " + alias + " names " + model + ", which is not loaded");
            }
            if (files.containsKey(alias)) {
                throw new IllegalArgumentException("the alias " + alias + " is the name of a model");
            }
        });
    }
}
