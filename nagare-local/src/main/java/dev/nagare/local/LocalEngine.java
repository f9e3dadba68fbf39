package dev.nagare.local;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Message;
import dev.nagare.wire.MessageContent;
import dev.nagare.wire.Model;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.ServiceTier;
import dev.nagare.wire.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine that generates answers in this process, from models in GGUF files or from the tiny one that is built in.
 *
 * <p>Each model has one scheduler, which runs all of its requests together. A request for a model is answered by the
 * model of that name or alias; when only the built-in model is there, it answers whatever name a request gives. The
 * answer's {@code model} says which one it was.
 *
 * <p>Prompts of ordinary size are tokenized by the thread that asks; a long one by a thread of its own, so that asking
 * never takes long. Any thread may call any method.
 */
public final class LocalEngine implements CompletionEngine {
    /** The name of the built-in model. */
    public static final String BUILT_IN_MODEL = "nagare-tiny";

    private static final String OWNER = "nagare";
    private static final int LONG_PROMPT = 16_384;

    private final Map<String, LoadedModel> byName;
    private final List<Model> listed;
    private final @Nullable LoadedModel only;
    private final Identifiers identifiers;
    private final LongSupplier seconds;

    LocalEngine(
            List<LoadedModel> models,
            Map<String, String> aliases,
            boolean answersAnyName,
            Identifiers identifiers,
            LongSupplier seconds) {
        this.identifiers = identifiers;
        this.seconds = seconds;
        Map<String, LoadedModel> names = new HashMap<>();
        List<Model> list = new ArrayList<>();
        for (LoadedModel model : models) {
            names.put(model.name(), model);
            list.add(new Model(model.name(), model.created(), OWNER, JsonObject.EMPTY));
        }
        aliases.forEach((alias, name) -> {
            LoadedModel model = names.get(name);
            if (model != null) {
                names.put(alias, model);
                list.add(new Model(alias, model.created(), OWNER, JsonObject.EMPTY));
            }
        });
        byName = Map.copyOf(names);
        listed = List.copyOf(list);
        only = answersAnyName ? models.getFirst() : null;
    }

    /**
     * The built-in model alone.
     *
     * @throws ModelException if it is missing from this build
     */
    public static LocalEngine builtIn() {
        return builder().builtIn().build();
    }

    /**
     * The model of a file, named as the file without {@code .gguf}.
     *
     * @throws ModelException if it cannot be used
     */
    public static LocalEngine load(Path file) {
        return builder().model(file).build();
    }

    /** An engine to be put together. */
    public static LocalEngineBuilder builder() {
        return new LocalEngineBuilder();
    }

    @Override
    public List<Model> models() {
        return listed;
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        LoadedModel model = find(request.model());
        if (model == null) {
            return failed(Errors.modelNotFound(request.model()), sink);
        }
        ServiceTier tier = request.serviceTier() == null ? null : ServiceTier.DEFAULT;
        Envelope envelope = envelope("chatcmpl-", model, tier);
        ChatGeneration generation = new ChatGeneration(sink, envelope, model, Boolean.TRUE.equals(request.logprobs()));
        start(length(request), () -> generation.start(() -> ChatPlanner.plan(request, model, identifiers::seed)));
        return generation;
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        LoadedModel model = find(request.model());
        if (model == null) {
            return failed(Errors.modelNotFound(request.model()), sink);
        }
        CompletionGeneration generation = new CompletionGeneration(
                sink,
                envelope("cmpl-", model, null),
                model,
                () -> CompletionPlanner.plan(request, model, identifiers::seed));
        start(length(request.prompt()), generation::start);
        return generation;
    }

    @Override
    public void close() {
        byName.values().forEach(LoadedModel::close);
    }

    private @Nullable LoadedModel find(String name) {
        LoadedModel model = byName.get(name);
        return model == null ? only : model;
    }

    private Envelope envelope(String prefix, LoadedModel model, @Nullable ServiceTier tier) {
        return new Envelope(prefix + identifiers.next(), seconds.getAsLong(), model.name(), model.fingerprint(), tier);
    }

    private static void start(long length, Runnable start) {
        if (length < LONG_PROMPT) {
            start.run();
        } else {
            Thread.ofVirtual().name("nagare-engine-prompt").start(start);
        }
    }

    private static long length(ChatCompletionRequest request) {
        long length = 0;
        for (Message message : request.messages()) {
            MessageContent content = message.content();
            length += content == null ? 0 : content.text().length();
        }
        return length;
    }

    private static long length(@Nullable Prompt prompt) {
        return switch (prompt) {
            case null -> 0;
            case Prompt.Text(String text) -> text.length();
            case Prompt.Texts(List<String> texts) ->
                texts.stream().mapToLong(String::length).sum();
            case Prompt.Tokens(List<Integer> tokens) -> tokens.size();
            case Prompt.TokenLists(List<List<Integer>> lists) ->
                lists.stream().mapToLong(List::size).sum();
        };
    }

    private static Generation failed(EngineException error, GenerationSink<?> sink) {
        Thread.ofVirtual().name("nagare-engine-end").start(() -> sink.end(new GenerationEnd.Failed(error, Usage.NONE)));
        return Generation.none();
    }
}
