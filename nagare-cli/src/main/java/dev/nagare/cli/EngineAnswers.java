package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionAccumulator;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionAccumulator;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.StreamedUsage;
import dev.nagare.wire.Usage;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers from an engine in this process, presented as a server presents them, without a socket between. */
final class EngineAnswers implements Answers {
    private final CompletionEngine engine;
    private final String filter;

    EngineAnswers(CompletionEngine engine) {
        this(engine, "the engine's content filter");
    }

    /** Answers of an engine that is guarded. */
    EngineAnswers(CompletionEngine engine, String filter) {
        this.engine = engine;
        this.filter = filter;
    }

    @Override
    public Answer<ChatCompletionChunk> chat(ChatCompletionRequest request) {
        Queue<ChatCompletionChunk> answer =
                new Queue<>(request.includesUsage(), StreamedUsage::announced, StreamedUsage::last);
        answer.generation = engine.chat(request, answer);
        return answer;
    }

    @Override
    public Answer<CompletionChunk> complete(CompletionRequest request) {
        Queue<CompletionChunk> answer =
                new Queue<>(request.includesUsage(), StreamedUsage::announced, StreamedUsage::last);
        answer.generation = engine.complete(request, answer);
        return answer;
    }

    @Override
    public ChatCompletion wholeChat(ChatCompletionRequest request) throws InterruptedException {
        ChatCompletionAccumulator whole = new ChatCompletionAccumulator(request.choices());
        whole.add(collect(chat(request), whole::add));
        return whole.completion();
    }

    @Override
    public Completion wholeCompletion(CompletionRequest request) throws InterruptedException {
        CompletionAccumulator whole = new CompletionAccumulator(request.choices());
        whole.add(collect(complete(request), whole::add));
        return whole.completion();
    }

    private static <C> Usage collect(Answer<C> answer, Consumer<C> chunks) throws InterruptedException {
        try (answer) {
            for (C chunk = answer.next(); chunk != null; chunk = answer.next()) {
                chunks.accept(chunk);
            }
        }
        return Objects.requireNonNull(answer.usage());
    }

    @Override
    public String filter() {
        return filter;
    }

    @Override
    public void close() {
        engine.close();
    }

    /**
     * Hands chunks from the engine's thread to the command's, whose printing may block. Its length is bounded by the
     * answer's.
     */
    private static final class Queue<C> implements Answer<C>, GenerationSink<C> {
        private final BlockingQueue<Step<C>> steps = new LinkedBlockingQueue<>();
        private final boolean withUsage;
        private final UnaryOperator<C> announce;
        private final BiFunction<C, Usage, C> last;
        private volatile @Nullable Generation generation;
        private @Nullable C latest;
        private @Nullable Usage usage;
        private boolean over;

        Queue(boolean withUsage, UnaryOperator<C> announce, BiFunction<C, Usage, C> last) {
            this.withUsage = withUsage;
            this.announce = announce;
            this.last = last;
        }

        @Override
        public void chunk(C chunk) {
            steps.add(new Step.Chunk<>(chunk));
        }

        @Override
        public void end(GenerationEnd end) {
            steps.add(new Step.End<>(end));
        }

        @Override
        public @Nullable C next() throws InterruptedException {
            if (over) {
                return null;
            }
            return switch (steps.take()) {
                case Step.Chunk<C>(C chunk) -> {
                    latest = chunk;
                    yield withUsage ? announce.apply(chunk) : chunk;
                }
                case Step.End<C>(GenerationEnd end) -> {
                    over = true;
                    usage = end.usage();
                    yield ended(end);
                }
            };
        }

        private @Nullable C ended(GenerationEnd end) {
            return switch (end) {
                case GenerationEnd.Failed failed ->
                    throw new FailedAnswer(failed.error().error().message(), failed.error());
                case GenerationEnd.Cancelled _ -> null;
                case GenerationEnd.Completed completed -> {
                    C chunk = latest;
                    yield withUsage && chunk != null ? last.apply(chunk, completed.usage()) : null;
                }
            };
        }

        @Override
        public @Nullable Usage usage() {
            return usage;
        }

        @Override
        public void close() {
            Generation running = generation;
            if (running != null) {
                running.cancel();
            }
        }
    }

    private sealed interface Step<C> {
        record Chunk<C>(C chunk) implements Step<C> {}

        record End<C>(GenerationEnd end) implements Step<C> {}
    }
}
