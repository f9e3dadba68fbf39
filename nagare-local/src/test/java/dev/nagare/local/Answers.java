package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import java.util.List;
import java.util.Objects;

/** Whole answers of an engine, for tests. */
final class Answers {
    private Answers() {}

    /** An answer that came to its end. */
    record Chat(List<ChatCompletionChunk> chunks, GenerationEnd end) {
        static Chat of(CompletionEngine engine, ChatCompletionRequest request) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(request, sink);
            return new Chat(awaited(sink), sink.awaitEnd());
        }

        String text(int choice) {
            StringBuilder text = new StringBuilder();
            chunks.stream()
                    .map(chunk -> chunk.choices().getFirst())
                    .filter(each -> each.index() == choice)
                    .forEach(each ->
                            text.append(Objects.requireNonNullElse(each.delta().content(), "")));
            return text.toString();
        }

        FinishReason reason(int choice) {
            return chunks.stream()
                    .map(chunk -> chunk.choices().getFirst())
                    .filter(each -> each.index() == choice && each.finishReason() != null)
                    .map(each -> Objects.requireNonNull(each.finishReason()))
                    .findFirst()
                    .orElseThrow();
        }

        EngineException error() {
            assertThat(chunks).isEmpty();
            return ((GenerationEnd.Failed) end).error();
        }
    }

    /** An answer of the older endpoint that came to its end. */
    record Text(List<CompletionChunk> chunks, GenerationEnd end) {
        static Text of(CompletionEngine engine, CompletionRequest request) {
            RecordingSink<CompletionChunk> sink = new RecordingSink<>();
            engine.complete(request, sink);
            return new Text(awaited(sink), sink.awaitEnd());
        }

        String text(int choice) {
            StringBuilder text = new StringBuilder();
            chunks.stream()
                    .map(chunk -> chunk.choices().getFirst())
                    .filter(each -> each.index() == choice)
                    .forEach(each -> text.append(each.text()));
            return text.toString();
        }

        EngineException error() {
            assertThat(chunks).isEmpty();
            return ((GenerationEnd.Failed) end).error();
        }
    }

    private static <C> List<C> awaited(RecordingSink<C> sink) {
        sink.awaitEnd();
        return sink.chunks();
    }
}
