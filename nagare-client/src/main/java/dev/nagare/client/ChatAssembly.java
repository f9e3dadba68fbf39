package dev.nagare.client;

import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatChoice;
import dev.nagare.wire.ChatChunkDecoder;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionAccumulator;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionCodec;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CustomCall;
import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Role;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.ToolCall;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.ToolCallListener;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The chat endpoint. */
final class ChatAssembly implements Assembly<ChatCompletionChunk, ChatCompletion>, ToolCallListener {
    private final int choices;
    private final ChatCompletionAccumulator accumulator;
    private final ChatChunkDecoder decoder = new ChatChunkDecoder();
    private final List<StreamEvent> calls = new ArrayList<>(0);
    private final Set<Integer> callingFunctions = new HashSet<>(0);

    ChatAssembly(int choices) {
        this.choices = choices;
        accumulator = new ChatCompletionAccumulator(choices);
    }

    @Override
    public @Nullable ChatCompletionChunk read(byte[] data, int offset, int length) {
        return decoder.decode(data, offset, length);
    }

    @Override
    public boolean saysSomething(ChatCompletionChunk chunk) {
        for (ChunkChoice choice : chunk.choices()) {
            Delta delta = choice.delta();
            if (isText(delta.content())
                    || isText(delta.reasoningContent())
                    || isText(delta.refusal())
                    || !delta.toolCalls().isEmpty()
                    || delta.functionCall() != null
                    || delta.additional().member("audio") instanceof JsonObject) {
                return true;
            }
        }
        return false;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    @Override
    public String text(ChatCompletionChunk chunk, int choice) {
        String text = "";
        for (ChunkChoice one : chunk.choices()) {
            String content = one.delta().content();
            if (one.index() == choice && content != null) {
                text = text.isEmpty() ? content : text + content;
            }
        }
        return text;
    }

    @Override
    public void add(ChatCompletionChunk chunk) {
        calls.clear();
        accumulator.add(chunk, this);
        for (ChunkChoice choice : chunk.choices()) {
            FunctionDelta function = choice.delta().functionCall();
            if (function != null) {
                fragment(choice.index(), function);
            }
        }
    }

    @Override
    public void fragment(int choice, int call, boolean begins, ToolCallDelta fragment) {
        if (begins) {
            calls.add(StreamEvent.ToolCallStarted.of(choice, call, fragment));
        }
        FunctionDelta function = fragment.function();
        CustomDelta custom = fragment.custom();
        String arguments =
                text(function == null ? null : function.arguments()) + text(custom == null ? null : custom.input());
        if (!arguments.isEmpty()) {
            calls.add(new StreamEvent.ToolCallArguments(choice, call, arguments));
        }
    }

    private void fragment(int choice, FunctionDelta function) {
        if (callingFunctions.add(choice)) {
            calls.add(new StreamEvent.FunctionCallStarted(choice, function.name()));
        }
        String arguments = text(function.arguments());
        if (!arguments.isEmpty()) {
            calls.add(new StreamEvent.FunctionCallArguments(choice, arguments));
        }
    }

    @Override
    public void events(ChatCompletionChunk chunk, Consumer<StreamEvent> out) {
        for (ChunkChoice choice : chunk.choices()) {
            Delta delta = choice.delta();
            String reasoning = text(delta.reasoningContent());
            String content = text(delta.content());
            String refusal = text(delta.refusal());
            if (!reasoning.isEmpty()) {
                out.accept(new StreamEvent.Reasoning(choice.index(), reasoning));
            }
            if (!content.isEmpty()) {
                out.accept(new StreamEvent.Content(choice.index(), content));
            }
            if (!refusal.isEmpty()) {
                out.accept(new StreamEvent.Refusal(choice.index(), refusal));
            }
        }
        calls.forEach(out);
        for (ChunkChoice choice : chunk.choices()) {
            FinishReason reason = choice.finishReason();
            if (reason != null && !reason.value().isEmpty()) {
                out.accept(new StreamEvent.Finished(choice.index(), reason));
            }
        }
        if (chunk.moderation() != null) {
            out.accept(new StreamEvent.Moderated(chunk.moderation()));
        }
        if (chunk.usage() != null) {
            out.accept(new StreamEvent.UsageCounted(chunk.usage()));
        }
    }

    @Override
    public @Nullable Usage usage() {
        return accumulator.usage();
    }

    @Override
    public StreamEnd ended(boolean sawDone) {
        return accumulator.ended(sawDone);
    }

    @Override
    public ChatCompletion snapshot() {
        return accumulator.snapshot();
    }

    @Override
    public ChatCompletion whole(byte[] utf8) {
        return ChatCompletionCodec.decode(utf8);
    }

    @Override
    public ChatCompletionChunk asChunk(ChatCompletion answer) {
        List<ChunkChoice> choices = new ArrayList<>();
        for (ChatChoice choice : answer.choices()) {
            choices.add(new ChunkChoice(
                    choice.index(),
                    delta(choice.message()),
                    choice.logprobs(),
                    choice.finishReason(),
                    choice.additional()));
        }
        return new ChatCompletionChunk(
                answer.id(),
                answer.created(),
                answer.model(),
                answer.serviceTier(),
                answer.systemFingerprint(),
                choices,
                answer.usage(),
                answer.moderation(),
                null,
                answer.additional());
    }

    private static Delta delta(AssistantMessage message) {
        List<ToolCallDelta> calls = new ArrayList<>();
        for (ToolCall call : message.toolCalls()) {
            CustomCall custom = call.custom();
            calls.add(new ToolCallDelta(
                    calls.size(),
                    call.id(),
                    call.type(),
                    delta(call.function()),
                    custom == null ? null : new CustomDelta(custom.name(), custom.input(), custom.additional()),
                    call.additional()));
        }
        return new Delta(
                Role.ASSISTANT,
                message.content() == null ? null : message.text(),
                message.reasoningContent(),
                message.refusal(),
                calls,
                delta(message.functionCall()),
                message.additional());
    }

    private static @Nullable FunctionDelta delta(@Nullable FunctionCall function) {
        return function == null
                ? null
                : new FunctionDelta(function.name(), function.arguments(), function.additional());
    }

    @Override
    public PartialAnswer partial(ChatCompletion answer) {
        return new PartialAnswer.Chat(answer);
    }

    @Override
    public ChatAssembly fresh() {
        return new ChatAssembly(choices);
    }

    @Override
    public ChatCompletionChunk outline(ChatCompletionChunk chunk) {
        List<ChunkChoice> ends = new ArrayList<>(chunk.choices().size());
        for (ChunkChoice choice : chunk.choices()) {
            ends.add(new ChunkChoice(choice.index(), Delta.EMPTY, null, choice.finishReason(), JsonObject.EMPTY));
        }
        return new ChatCompletionChunk(null, null, null, null, null, ends, chunk.usage(), null, null, JsonObject.EMPTY);
    }
}
