package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The scripted engine keeps the contract, and does what a test tells it to. */
class ScriptedEngineTest implements EngineContract {
    @Override
    public CompletionEngine newEngine() {
        return ScriptedEngine.answering("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    }

    @Override
    public ChatCompletionRequest chatRequest(int choices) {
        return ChatCompletionRequest.builder()
                .model(ScriptedEngine.MODEL)
                .message(UserMessage.of("Say the alphabet."))
                .n(choices)
                .build();
    }

    @Override
    public CompletionRequest completionRequest(int choices) {
        return CompletionRequest.builder()
                .model(ScriptedEngine.MODEL)
                .prompt(Prompt.of("Say "))
                .n(choices)
                .build();
    }

    @Test
    void aTestDrivesAGenerationByHand() {
        try (ScriptedEngine engine = ScriptedEngine.manual()) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(chatRequest(1), sink);
            ScriptedGeneration generation = engine.next();

            generation.text("Two");
            assertThat(sink.chunks()).hasSize(2);
            generation.text(".");
            assertThat(sink.chunks()).hasSize(3);
            generation.finish(0, FinishReason.LENGTH);
            generation.text("not said");
            assertThat(sink.hasEnded()).isFalse();
            generation.complete();

            GenerationEnd end = sink.awaitEnd();
            assertThat(end.usage().completionTokens()).isEqualTo(2);
            assertThat(sink.chunks().get(3).choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(engine.requests()).isEqualTo(1);
        }
    }

    @Test
    void aScriptThatThrowsFailsItsGeneration() {
        try (ScriptedEngine engine = ScriptedEngine.playing(generation -> {
            throw new IllegalStateException("on purpose");
        })) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(chatRequest(1), sink);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Failed.class);
        }
    }

    /** However quick the script is: what it says once it knows of the cancel comes after the end, and so never. */
    @Test
    void nothingOvertakesACancel() {
        try (ScriptedEngine engine = ScriptedEngine.playing(ScriptedGeneration::awaitCancelled)) {
            for (int i = 0; i < 2_000; i++) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                engine.chat(chatRequest(1), sink).cancel();
                assertThat(sink.awaitEnd()).as("round %d", i).isInstanceOf(GenerationEnd.Cancelled.class);
                assertThat(sink.chunks()).isEmpty();
            }
        }
    }

    /** A script that waits out a pause is not set free by the cancel, only by the end. */
    @Test
    void aCancelDoesNotLetAPausedScriptGoOn() {
        try (ScriptedEngine engine = ScriptedEngine.answering("a", "b")) {
            for (int i = 0; i < 2_000; i++) {
                CompletableFuture<Generation> handle = new CompletableFuture<>();
                RecordingSink<ChatCompletionChunk> sink =
                        new RecordingSink<>(chunk -> handle.join().pause());
                Generation generation = engine.chat(chatRequest(1), sink);
                handle.complete(generation);
                sink.awaitChunks(2);
                generation.cancel();
                assertThat(sink.awaitEnd()).as("round %d", i).isInstanceOf(GenerationEnd.Cancelled.class);
                assertThat(sink.chunks()).hasSize(2);
            }
        }
    }
}
