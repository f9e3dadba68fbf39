package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModerationResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * An engine whose answers a slow judge looks at while they are generated: what has been shown of a text is at every moment
 * the beginning of a text that the judge has accepted, and a chunk is at most twice as late as one verdict takes.
 *
 * <p>A choice that the judge rejects ends with the finish reason {@code content_filter}. Without a verdict in time the
 * answer ends with an error that is no verdict, {@code moderation_failed}, unless the judge fails open. Put it around a
 * {@link GuardedEngine}: then a character leaves only when the rules and the judge allow it, the judge sees what the rules
 * have let through, and the moderation chunk tells what both have found.
 *
 * <p>The judge sees the text of every field; log probabilities go with their text. What it cannot see is left out: text in
 * fields that nobody knows, and tokens that were not chosen.
 */
public final class JudgedEngine implements CompletionEngine {
    private final CompletionEngine engine;
    private final Judge judge;
    private final TimeLimit limit;
    private final LongAdder failures = new LongAdder();

    /** A judge around an engine, which it closes when it is closed. */
    public JudgedEngine(CompletionEngine engine, Judge judge) {
        this(engine, judge, TimeLimit.SYSTEM);
    }

    JudgedEngine(CompletionEngine engine, Judge judge, TimeLimit limit) {
        this.engine = engine;
        this.judge = judge;
        this.limit = limit;
    }

    /** How many verdicts did not come, or not in time, so far. */
    public long failures() {
        return failures.sum();
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
        return engine.headers();
    }

    @Override
    public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        List<String> messages = InputText.of(request);
        String prompt = String.join("\n", messages);
        Asking asking = new Asking(judge, limit, failures, choice -> prompt);
        JudgedForm<ChatCompletionChunk> form = new JudgedChat(judge.moderator().model());
        JudgedStream<ChatCompletionChunk> stream =
                new JudgedStream<>(form, asking, GuardedEngine.ELSEWHERE, sink, request.choices());
        if (judge.judgesInput() || ModerationWish.blocksInput(request.moderation())) {
            return afterInput(asking, messages, sink, "messages", stream, () -> engine.chat(request, stream));
        }
        if (request.moderation() != null) {
            stream.judge(messages);
        }
        stream.began(engine.chat(request, stream));
        return stream;
    }

    @Override
    public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        List<String> prompts = InputText.of(request);
        int each = request.choices();
        Asking asking = new Asking(
                judge, limit, failures, choice -> choice / each < prompts.size() ? prompts.get(choice / each) : "");
        JudgedStream<CompletionChunk> stream =
                new JudgedStream<>(new JudgedCompletion(), asking, GuardedEngine.ELSEWHERE, sink, request.allChoices());
        if (!judge.judgesInput()) {
            stream.began(engine.complete(request, stream));
            return stream;
        }
        if (prompts.isEmpty() && request.prompt() != null) {
            return GuardedEngine.refused(sink, Errors.unreadablePrompt(), Map.of());
        }
        return afterInput(asking, prompts, sink, "prompt", stream, () -> engine.complete(request, stream));
    }

    /** Begins a stream unless what was asked is rejected. */
    private static <C> Generation afterInput(
            Asking asking,
            List<String> input,
            GenerationSink<C> sink,
            String parameter,
            JudgedStream<C> stream,
            Supplier<Generation> begin) {
        CompletableFuture<Optional<ModerationResult>> verdict = asking.askOfInput(input);
        return DelayedGeneration.after(verdict, sink, Map.of(), ignored -> Map.of(), result -> {
            if (result.isPresent() && asking.rejects(result.get())) {
                return GuardedEngine.refused(sink, Errors.rejectedInput(parameter), Map.of());
            }
            result.ifPresent(stream::judged);
            stream.began(begin.get());
            return stream;
        });
    }

    @Override
    public void close() {
        engine.close();
    }
}
