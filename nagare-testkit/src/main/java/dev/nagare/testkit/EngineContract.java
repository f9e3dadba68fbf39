package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Role;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link CompletionEngine} as tests: an engine's test class implements this and says how to make the
 * engine and what to ask it.
 */
public interface EngineContract {
    /** A new engine; each test closes the one it made. */
    CompletionEngine newEngine();

    /** A chat request for this many choices whose answer has at least ten pieces of text and then stops by itself. */
    ChatCompletionRequest chatRequest(int choices);

    /** A completion request for this many choices whose answer has at least ten pieces of text. */
    CompletionRequest completionRequest(int choices);

    /** A chat request that names no model of this engine, if it refuses such a name. */
    default java.util.Optional<ChatCompletionRequest> unknownModel() {
        return java.util.Optional.empty();
    }

    /** There is a model to ask. */
    @Test
    default void listsItsModels() {
        try (CompletionEngine engine = newEngine()) {
            assertThat(engine.models()).isNotEmpty();
            assertThat(engine.models())
                    .allSatisfy(model -> assertThat(model.id()).isNotBlank());
        }
    }

    /** Role, text, finish, end: in this order, in one envelope, without usage on a chunk. */
    @Test
    default void aChatComesInOrder() {
        try (CompletionEngine engine = newEngine()) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(chatRequest(1), sink);
            GenerationEnd end = sink.awaitEnd();

            List<ChatCompletionChunk> chunks = sink.chunks();
            assertThat(end).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(end.usage().promptTokens()).isPositive();
            assertThat(end.usage().completionTokens()).isGreaterThanOrEqualTo(10);
            assertThat(end.usage().totalTokens())
                    .isEqualTo(end.usage().promptTokens() + end.usage().completionTokens());
            assertThat(chunks).allSatisfy(chunk -> {
                assertThat(chunk.id()).isNotNull().isEqualTo(chunks.get(0).id());
                assertThat(chunk.created()).isNotNull().isEqualTo(chunks.get(0).created());
                assertThat(chunk.model()).isNotNull().isEqualTo(chunks.get(0).model());
                assertThat(chunk.choices()).hasSize(1);
                assertThat(chunk.usage()).isNull();
                assertThat(chunk.additional().isNull("usage")).isFalse();
            });
            EngineContractChecks.assertChoiceInOrder(chunks, 0);
        }
    }

    /** Each choice is in order by itself, and the finish chunks come last, in index order. */
    @Test
    default void choicesFinishTogether() {
        try (CompletionEngine engine = newEngine()) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(chatRequest(3), sink);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);

            List<ChatCompletionChunk> chunks = sink.chunks();
            for (int choice = 0; choice < 3; choice++) {
                EngineContractChecks.assertChoiceInOrder(chunks, choice);
            }
            assertThat(chunks.subList(chunks.size() - 3, chunks.size()))
                    .extracting(chunk -> chunk.choices().get(0).index())
                    .containsExactly(0, 1, 2);
        }
    }

    /** The older endpoint: text, and one finish reason on the last chunk of each choice. */
    @Test
    default void aCompletionComesInOrder() {
        try (CompletionEngine engine = newEngine()) {
            RecordingSink<CompletionChunk> sink = new RecordingSink<>();
            engine.complete(completionRequest(2), sink);
            GenerationEnd end = sink.awaitEnd();

            assertThat(end).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(end.usage().completionTokens()).isGreaterThanOrEqualTo(20);
            for (int index = 0; index < 2; index++) {
                int choice = index;
                List<CompletionChunk> own = sink.chunks().stream()
                        .filter(chunk -> chunk.choices().get(0).index() == choice)
                        .toList();
                List<FinishReason> reasons = new ArrayList<>();
                own.forEach(chunk -> {
                    FinishReason reason = chunk.choices().get(0).finishReason();
                    if (reason != null) {
                        reasons.add(reason);
                    }
                });
                assertThat(own).hasSizeGreaterThanOrEqualTo(10);
                assertThat(reasons).hasSize(1);
                var last = own.get(own.size() - 1).choices().get(0);
                assertThat(last.finishReason()).isEqualTo(reasons.get(0));
                if (FinishReason.STOP.equals(last.finishReason())) {
                    assertThat(last.text()).isEmpty();
                } else {
                    assertThat(last.text()).isNotEmpty();
                }
            }
        }
    }

    /** A cancel ends the generation with the usage so far; more cancels change nothing. */
    @Test
    default void aCancelEndsWithTheUsageSoFar() throws InterruptedException {
        try (CompletionEngine engine = newEngine()) {
            CountDownLatch third = new CountDownLatch(3);
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>(chunk -> third.countDown());
            Generation generation = engine.chat(chatRequest(1), sink);
            sink.awaitChunks(3);
            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
            generation.cancel();
            generation.cancel();
            GenerationEnd end = sink.awaitEnd();
            generation.cancel();

            if (end instanceof GenerationEnd.Completed) {
                // It was faster than the cancel: then everything must be there.
                EngineContractChecks.assertChoiceInOrder(sink.chunks(), 0);
            } else {
                assertThat(end).isInstanceOf(GenerationEnd.Cancelled.class);
                assertThat(EngineContractChecks.finished(sink.chunks())).isEmpty();
            }
            assertThat(end.usage().promptTokens()).isPositive();
            assertThat(end.usage().completionTokens()).isPositive();
        }
    }

    /** A cancel from within the sink, at the first chunk, comes before the answer's own end: what it says is a part. */
    @Test
    default void aCancelFromTheSinkWorks() {
        try (CompletionEngine engine = newEngine()) {
            CompletableFuture<Generation> handle = new CompletableFuture<>();
            RecordingSink<ChatCompletionChunk> sink =
                    new RecordingSink<>(chunk -> handle.join().cancel());
            handle.complete(engine.chat(chatRequest(1), sink));
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Cancelled.class);
            assertThat(EngineContractChecks.finished(sink.chunks())).isEmpty();
        }
    }

    /** A generation that is cancelled at once ends too. */
    @Test
    default void aCancelBeforeTheFirstChunkEnds() {
        try (CompletionEngine engine = newEngine()) {
            for (int i = 0; i < 20; i++) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                engine.chat(chatRequest(1), sink).cancel();
                assertThat(sink.awaitEnd())
                        .isInstanceOfAny(GenerationEnd.Cancelled.class, GenerationEnd.Completed.class);
            }
        }
    }

    /** One choice is cancelled; the others come to their ends and finish chunks. */
    @Test
    default void aCancelledChoiceLeavesTheOthers() {
        try (CompletionEngine engine = newEngine()) {
            CompletableFuture<Generation> handle = new CompletableFuture<>();
            RecordingSink<ChatCompletionChunk> sink =
                    new RecordingSink<>(chunk -> handle.join().cancel(1));
            Generation generation = engine.chat(chatRequest(2), sink);
            generation.cancel(7);
            generation.cancel(-1);
            handle.complete(generation);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            EngineContractChecks.assertChoiceInOrder(sink.chunks(), 0);
            assertThat(EngineContractChecks.finished(sink.chunks()))
                    .extracting(ChunkChoice::index)
                    .containsExactly(0);
        }
    }

    /** Pausing and resuming changes nothing but the time. */
    @Test
    default void aPauseLosesNothing() {
        try (CompletionEngine engine = newEngine()) {
            RecordingSink<ChatCompletionChunk> straight = new RecordingSink<>();
            engine.chat(chatRequest(1), straight);
            straight.awaitEnd();

            CompletableFuture<Generation> handle = new CompletableFuture<>();
            RecordingSink<ChatCompletionChunk> halting =
                    new RecordingSink<>(chunk -> handle.join().pause());
            Generation generation = engine.chat(chatRequest(1), halting);
            handle.complete(generation);
            while (!halting.hasEnded()) {
                int before = halting.chunks().size();
                generation.resume();
                halting.awaitChunks(before + 1);
            }
            assertThat(halting.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(EngineContractChecks.text(halting.chunks(), 0))
                    .isEqualTo(EngineContractChecks.text(straight.chunks(), 0));
        }
    }

    /** A paused generation can still be cancelled. */
    @Test
    default void aPausedGenerationCanBeCancelled() {
        try (CompletionEngine engine = newEngine()) {
            CompletableFuture<Generation> handle = new CompletableFuture<>();
            RecordingSink<ChatCompletionChunk> sink =
                    new RecordingSink<>(chunk -> handle.join().pause());
            Generation generation = engine.chat(chatRequest(1), sink);
            handle.complete(generation);
            sink.awaitChunks(1);
            generation.cancel();
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Cancelled.class);
        }
    }

    /** Several generations at once do not mix. */
    @Test
    default void generationsDoNotMix() {
        try (CompletionEngine engine = newEngine()) {
            List<RecordingSink<ChatCompletionChunk>> sinks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                sinks.add(sink);
                engine.chat(chatRequest(1), sink);
            }
            sinks.forEach(sink -> assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class));
            assertThat(sinks)
                    .extracting(
                            sink -> Objects.requireNonNull(sink.chunks().get(0).id()))
                    .doesNotHaveDuplicates();
            sinks.forEach(sink -> EngineContractChecks.assertChoiceInOrder(sink.chunks(), 0));
            sinks.forEach(sink -> assertThat(sink.chunks())
                    .extracting(ChatCompletionChunk::id)
                    .containsOnly(sink.chunks().get(0).id()));
        }
    }

    /** An unknown model is the generation's end, not an exception. */
    @Test
    default void anUnknownModelIsAnEnd() {
        unknownModel().ifPresent(request -> {
            try (CompletionEngine engine = newEngine()) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                engine.chat(request, sink);
                assertThat(sink.awaitEnd())
                        .isInstanceOfSatisfying(
                                GenerationEnd.Failed.class,
                                failed -> assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.MODEL_NOT_FOUND));
                assertThat(sink.chunks()).isEmpty();
            }
        });
    }

    /** Closing ends what runs, once each, and later requests fail. */
    @Test
    default void closingEndsWhatRuns() {
        CompletionEngine engine = newEngine();
        List<RecordingSink<ChatCompletionChunk>> sinks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Generation> handle = new CompletableFuture<>();
            RecordingSink<ChatCompletionChunk> sink =
                    new RecordingSink<>(chunk -> handle.join().pause());
            sinks.add(sink);
            handle.complete(engine.chat(chatRequest(1), sink));
        }
        sinks.forEach(sink -> sink.awaitChunks(1));
        engine.close();
        engine.close();
        sinks.forEach(sink ->
                assertThat(sink.awaitEnd()).isInstanceOfAny(GenerationEnd.Failed.class, GenerationEnd.Cancelled.class));

        RecordingSink<ChatCompletionChunk> late = new RecordingSink<>();
        engine.chat(chatRequest(1), late);
        assertThat(late.awaitEnd())
                .isInstanceOfSatisfying(
                        GenerationEnd.Failed.class,
                        failed -> assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.UNAVAILABLE));
    }

    /** Whoever tells the usage on the way tells the prompt's whole size, never less than before and never too much. */
    @Test
    default void theUsageOnTheWayLeadsToTheEnds() {
        try (CompletionEngine engine = newEngine()) {
            CompletableFuture<Generation> handle = new CompletableFuture<>();
            List<Usage> told = new CopyOnWriteArrayList<>();
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>(chunk -> {
                Usage usage = handle.join().usageSoFar();
                if (usage != null) {
                    told.add(usage);
                }
            });
            handle.complete(engine.chat(chatRequest(1), sink));
            Usage end = sink.awaitEnd().usage();
            long before = 0;
            for (Usage usage : told) {
                assertThat(usage.promptTokens()).isEqualTo(end.promptTokens());
                assertThat(usage.completionTokens()).isBetween(before, end.completionTokens());
                before = usage.completionTokens();
            }
        }
    }

    /** The first chunk of a choice carries the role and empty content. */
    @Test
    default void theRoleComesFirst() {
        try (CompletionEngine engine = newEngine()) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(chatRequest(1), sink);
            sink.awaitEnd();
            ChunkChoice first = sink.chunks().get(0).choices().get(0);
            assertThat(first.delta().role()).isEqualTo(Role.ASSISTANT);
            assertThat(first.delta().content()).isEmpty();
            assertThat(first.delta().additional().isNull("refusal")).isTrue();
            assertThat(first.finishReason()).isNull();
        }
    }
}
