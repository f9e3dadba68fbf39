package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModerationOptions;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An engine whose answers pass a policy: no rejected character reaches the sink, and no other waits longer than it must.
 *
 * <p>A choice that a rule ends gets the finish reason {@code content_filter}, and the engine behind is told to cancel it;
 * the usage still counts what was generated. A request that asks for {@code moderation} gets a chunk with the verdicts
 * after the finish chunks; one that asks to block its input generates nothing when a blocking rule matches it. A policy
 * without rules changes nothing. Whatever goes wrong in the guard ends the generation with an error: text that was not
 * looked at is never shown.
 */
public final class GuardedEngine implements CompletionEngine {
    /** The header that names the policy and its fingerprint. */
    public static final String POLICY_HEADER = "x-guard-policy";

    /** The header with the most characters that the policy can hold back. */
    public static final String MAX_HOLDBACK_HEADER = "x-guard-max-holdback";

    private final CompletionEngine engine;
    private final Policy policy;
    private final boolean alwaysVerdicts;
    private final Map<String, String> headers;

    /**
     * A guard around an engine, which it closes when it is closed.
     *
     * @param policy the rules
     * @param alwaysVerdicts whether every chat stream has a moderation chunk, also when its request asked for none
     */
    public GuardedEngine(CompletionEngine engine, Policy policy, boolean alwaysVerdicts) {
        this.engine = engine;
        this.policy = policy;
        this.alwaysVerdicts = alwaysVerdicts;
        this.headers = Map.of(
                POLICY_HEADER,
                policy.id(),
                MAX_HOLDBACK_HEADER,
                Integer.toString(policy.certificate().maxCharacters()));
    }

    @Override
    public List<Model> models() {
        return engine.models();
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        ModerationOptions wish = request.moderation();
        List<GuardEvent> input = wish != null || alwaysVerdicts ? found(InputText.of(request)) : List.of();
        if (ModerationRequest.blocksInput(wish) && input.stream().anyMatch(event -> event.action() == Action.BLOCK)) {
            return rejected(sink);
        }
        Verdicts verdicts = wish != null || alwaysVerdicts
                ? new Verdicts(policy, wish == null ? policy.id() : wish.model(), input)
                : null;
        int choices = request.n() == null ? 1 : request.n();
        GuardedGeneration generation = new GuardedGeneration(headers);
        ChatGuard guard = new ChatGuard(policy, choices, verdicts, generation::block);
        GuardedSink<ChatCompletionChunk> guarded = new GuardedSink<>(sink, generation) {
            @Override
            void pass(ChatCompletionChunk chunk, Consumer<ChatCompletionChunk> out) {
                guard.chunk(chunk, out);
            }

            @Override
            void finish(boolean complete, Consumer<ChatCompletionChunk> out) {
                guard.end(complete, out);
            }

            @Override
            boolean isOver() {
                return guard.isOver();
            }
        };
        generation.began(engine.chat(request, guarded));
        return generation;
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        GuardedGeneration generation = new GuardedGeneration(headers);
        CompletionGuard guard = new CompletionGuard(policy, generation::block);
        int choices = InputText.prompts(request) * (request.n() == null ? 1 : request.n());
        GuardedSink<CompletionChunk> guarded = new GuardedSink<>(sink, generation) {
            @Override
            void pass(CompletionChunk chunk, Consumer<CompletionChunk> out) {
                guard.chunk(chunk, out);
            }

            @Override
            void finish(boolean complete, Consumer<CompletionChunk> out) {
                guard.end(complete, out);
            }

            @Override
            boolean isOver() {
                return guard.isOver(choices);
            }
        };
        generation.began(engine.complete(request, guarded));
        return generation;
    }

    @Override
    public void close() {
        engine.close();
    }

    private List<GuardEvent> found(List<String> texts) {
        List<GuardEvent> events = new ArrayList<>();
        texts.forEach(text -> events.addAll(policy.find(text)));
        return events;
    }

    /** The end of a generation that never begins. */
    private <C> Generation rejected(GenerationSink<C> sink) {
        EngineException error = new EngineException(
                EngineErrorKind.INVALID_REQUEST,
                new ApiError(
                        "The messages were rejected by this server's content policy.",
                        "invalid_request_error",
                        "messages",
                        "content_filter",
                        JsonObject.EMPTY));
        sink.end(new GenerationEnd.Failed(error, Usage.NONE));
        GuardedGeneration generation = new GuardedGeneration(headers);
        generation.ended();
        return generation;
    }

    /** The headers of an inner generation and those of the guard. */
    static Map<String, String> joined(Map<String, String> inner, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(inner);
        all.putAll(own);
        return Map.copyOf(all);
    }
}
