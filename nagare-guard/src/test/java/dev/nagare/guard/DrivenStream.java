package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A judged chat stream between an engine and a reader that are both the test's own: step by step, on one thread. */
final class DrivenStream implements GenerationSink<ChatCompletionChunk> {
    final ScriptedJudge judge;
    final JudgedStream<ChatCompletionChunk> stream;
    final LongAdder failures = new LongAdder();
    final List<ChatCompletionChunk> shown = new ArrayList<>();
    final Map<String, String> texts = new TreeMap<>();
    final List<FinishReason> finishes = new ArrayList<>();
    final TreeSet<Integer> cancelledChoices = new TreeSet<>();
    boolean paused;
    boolean cancelled;

    @Nullable
    GenerationEnd end;

    DrivenStream(ScriptedJudge scripted, Judge settings, int choices) {
        this(scripted, settings, choices, "");
    }

    DrivenStream(ScriptedJudge scripted, Judge settings, int choices, String prompt) {
        this(scripted, settings, choices, prompt, Runnable::run);
    }

    DrivenStream(ScriptedJudge scripted, Judge settings, int choices, String prompt, Executor elsewhere) {
        judge = scripted;
        Asking asking = new Asking(settings, scripted, failures, choice -> prompt);
        stream = new JudgedStream<>(new JudgedChat(scripted.model()), asking, elsewhere, this, choices);
        stream.began(new Engine());
    }

    /** What the stream asks of the engine. */
    private final class Engine implements Generation {
        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void cancel(int choice) {
            cancelledChoices.add(choice);
        }

        @Override
        public void pause() {
            assertThat(paused).isFalse();
            paused = true;
        }

        @Override
        public void resume() {
            assertThat(paused).isTrue();
            paused = false;
        }
    }

    void say(int choice, String text) {
        give(ChunkChoice.content(choice, text));
    }

    void reason(int choice, String text) {
        give(new ChunkChoice(
                choice,
                new Delta(null, null, text, null, List.of(), JsonObject.EMPTY),
                null,
                null,
                ChunkChoice.NULL_LOGPROBS_AND_FINISH));
    }

    void call(int choice, String arguments) {
        ToolCallDelta call = new ToolCallDelta(
                0, null, null, new FunctionDelta(null, arguments, JsonObject.EMPTY), null, JsonObject.EMPTY);
        give(new ChunkChoice(
                choice,
                new Delta(null, null, null, null, List.of(call), JsonObject.EMPTY),
                null,
                null,
                ChunkChoice.NULL_LOGPROBS_AND_FINISH));
    }

    void give(ChunkChoice choice) {
        stream.chunk(chunk(List.of(choice)));
    }

    static ChatCompletionChunk chunk(List<ChunkChoice> choices) {
        return new ChatCompletionChunk("c", 1L, "m", null, null, choices, null, null, null, JsonObject.EMPTY);
    }

    void complete() {
        stream.end(new GenerationEnd.Completed(Usage.of(7, 9)));
    }

    /** The text so far of a choice's content. */
    String text(int choice) {
        return texts.getOrDefault(choice + " content", "");
    }

    @Override
    public void chunk(ChatCompletionChunk chunk) {
        assertThat(end).as("nothing after the end").isNull();
        shown.add(chunk);
        for (ChunkChoice choice : chunk.choices()) {
            add(choice.index() + " content", choice.delta().content());
            add(choice.index() + " reasoning", choice.delta().reasoningContent());
            choice.delta()
                    .toolCalls()
                    .forEach(call -> add(
                            choice.index() + " arguments",
                            Objects.requireNonNull(call.function()).arguments()));
            if (choice.finishReason() != null) {
                finishes.add(choice.finishReason());
            }
        }
    }

    private void add(String field, @Nullable String piece) {
        if (piece != null && !piece.isEmpty()) {
            texts.merge(field, piece, String::concat);
        }
    }

    @Override
    public void end(GenerationEnd how) {
        assertThat(end).as("one end").isNull();
        end = how;
    }

    /** Whether all that is shown is the beginning of something that the judge has accepted. */
    void assertAccepted() {
        texts.forEach((field, text) ->
                assertThat(judge.accepted).as("%s: %s", field, text).anyMatch(accepted -> accepted.startsWith(text)));
    }
}
