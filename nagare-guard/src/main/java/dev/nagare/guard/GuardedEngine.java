package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModerationOptions;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose answers pass a policy: no rejected character reaches the sink, and no other waits longer than it must.
 *
 * <p>A choice that a rule ends gets the finish reason {@code content_filter}, and the engine behind is told to cancel it;
 * the usage still counts what was generated. A policy without rules changes nothing. Whatever goes wrong in the guard ends
 * the generation with an error: text that was not looked at is never shown.
 *
 * <p>A request's own {@code moderation} is honoured here, and the engine behind does not see it. With it comes a chunk with
 * the verdicts after the finish chunks. Its mode {@code block} withholds whatever is flagged: of an answer also what a rule
 * only reports, and flagged messages generate nothing. Its mode {@code score} takes no rule away.
 */
public final class GuardedEngine implements CompletionEngine {
    /** The header that names the policy and its fingerprint. */
    public static final String POLICY_HEADER = "x-guard-policy";

    /** The header with the most characters that the policy can hold back. */
    public static final String MAX_HOLDBACK_HEADER = "x-guard-max-holdback";

    /** Where a sink is called that would otherwise be called on the thread of its own reader. */
    static final Executor ELSEWHERE = ForkJoinPool.commonPool();

    private final CompletionEngine engine;
    private final Policy policy;
    private final StrictPolicy strict;
    private final PolicyModerator moderator;
    private final boolean alwaysVerdicts;

    /**
     * A guard around an engine, which it closes when it is closed.
     *
     * @param policy the rules
     * @param alwaysVerdicts whether every chat stream has a moderation chunk, also when its request asked for none
     */
    public GuardedEngine(CompletionEngine engine, Policy policy, boolean alwaysVerdicts) {
        this(engine, new PolicyModerator(policy), alwaysVerdicts);
    }

    /**
     * A guard by the policy of a moderator that others use as well, so that what the moderator compiles is compiled once.
     *
     * @param alwaysVerdicts whether every chat stream has a moderation chunk, also when its request asked for none
     */
    public GuardedEngine(CompletionEngine engine, PolicyModerator moderator, boolean alwaysVerdicts) {
        this.engine = engine;
        this.policy = moderator.policy();
        this.strict = new StrictPolicy(policy);
        this.moderator = moderator;
        this.alwaysVerdicts = alwaysVerdicts;
    }

    private static Map<String, String> headers(Policy policy) {
        Certificate certificate = policy.certificate();
        return Map.of(
                POLICY_HEADER,
                policy.id(),
                MAX_HOLDBACK_HEADER,
                Integer.toString(certificate.maxCharacters() + certificate.maxValue()));
    }

    @Override
    public List<Model> models() {
        return engine.models();
    }

    @Override
    public boolean isReady() {
        return engine.isReady();
    }

    @Override
    public Map<String, String> headers() {
        return joined(engine.headers(), headers(policy));
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        ModerationOptions wish = request.moderation();
        if (wish == null && !alwaysVerdicts) {
            return chat(request, sink, policy, null);
        }
        ChatCompletionRequest plain =
                wish == null ? request : request.toBuilder().moderation(null).build();
        CompletableFuture<Policy> ruling = ModerationWish.blocksOutput(wish)
                ? strict.compiled(ELSEWHERE)
                : CompletableFuture.completedFuture(policy);
        CompletableFuture<Judged> judged = moderator
                .moderate(InputText.of(request))
                .thenCombine(ruling, (results, rules) -> new Judged(Results.union(results), rules));
        return DelayedGeneration.after(
                judged,
                sink,
                headers(policy),
                known -> headers(known.ruling),
                known -> ModerationWish.blocksInput(wish) && known.input.flagged()
                        ? refused(sink, Errors.rejectedInput("messages"), headers(known.ruling))
                        : chat(plain, sink, known.ruling, new Verdicts(known.ruling, known.input)));
    }

    /** What is found in the messages, and the rules for their answer. */
    private record Judged(ModerationResult input, Policy ruling) {}

    private Generation chat(
            ChatCompletionRequest request,
            GenerationSink<ChatCompletionChunk> sink,
            Policy ruling,
            @Nullable Verdicts verdicts) {
        return guarded(
                ruling,
                sink,
                onBlock -> new ChatGuard(ruling, request.choices(), verdicts, onBlock),
                inner -> engine.chat(request, inner));
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        int choices = request.allChoices();
        return guarded(
                policy,
                sink,
                onBlock -> new CompletionGuard(policy, choices, onBlock),
                inner -> engine.complete(request, inner));
    }

    /** Begins a generation whose chunks pass a guard. */
    private static <C> Generation guarded(
            Policy ruling,
            GenerationSink<C> sink,
            Function<IntConsumer, StreamGuard<C>> guard,
            Function<GenerationSink<C>, Generation> begin) {
        GuardedGeneration generation = new GuardedGeneration(headers(ruling));
        generation.began(begin.apply(new GuardedSink<>(guard.apply(generation::block), sink, generation)));
        return generation;
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Ends a generation that never begins. */
    static Generation refused(GenerationSink<?> sink, EngineException error, Map<String, String> headers) {
        ELSEWHERE.execute(() -> sink.end(new GenerationEnd.Failed(error, Usage.NONE)));
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
