package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionAccumulator;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionCodec;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}. */
final class ChatEndpoint implements Endpoint<ChatCompletionRequest, ChatCompletionChunk> {
    @Override
    public ChatCompletionRequest decode(byte[] body) {
        return ChatCompletionRequestCodec.decode(body);
    }

    @Override
    public boolean isStream(ChatCompletionRequest request) {
        return request.isStream();
    }

    @Override
    public Generation start(
            CompletionEngine engine, ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
        return engine.chat(request, sink);
    }

    @Override
    public List<String> unknownParameters(ChatCompletionRequest request) {
        return request.unknownParameters();
    }

    @Override
    public int messages(ChatCompletionRequest request) {
        return request.messages().size();
    }

    @Override
    public long tokensAsked(ChatCompletionRequest request) {
        Integer most = request.maxCompletionTokens() != null ? request.maxCompletionTokens() : request.maxTokens();
        return most == null ? 0 : (long) most * request.choices();
    }

    @Override
    public @Nullable String model(ChatCompletionChunk chunk) {
        return chunk.model();
    }

    @Override
    public @Nullable FinishReason finishReason(ChatCompletionChunk chunk) {
        FinishReason reason = null;
        for (ChunkChoice choice : chunk.choices()) {
            FinishReason own = choice.finishReason();
            if (own != null) {
                reason = FinishReasons.weightier(reason, own);
            }
        }
        return reason;
    }

    @Override
    public void tokens(ChatCompletionChunk chunk, IntConsumer choices) {
        for (int i = 0; i < chunk.choices().size(); i++) {
            ChunkChoice choice = chunk.choices().get(i);
            if (carriesToken(choice.delta())) {
                choices.accept(choice.index());
            }
        }
    }

    private static boolean carriesToken(Delta delta) {
        return isText(delta.content())
                || isText(delta.reasoningContent())
                || isText(delta.refusal())
                || !delta.toolCalls().isEmpty()
                || delta.functionCall() != null;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    @Override
    public Presentation<ChatCompletionChunk> presentation(ChatCompletionRequest request) {
        return new ChatPresentation(request);
    }

    @Override
    public Accumulation<ChatCompletionChunk> accumulation(ChatCompletionRequest request) {
        ChatCompletionAccumulator answer = new ChatCompletionAccumulator(request.choices());
        ChatPresentation presentation = new ChatPresentation(request);
        return new Accumulation<>(
                chunk -> answer.add(presentation.present(chunk)),
                usage -> {
                    answer.add(usage);
                    return ChatCompletionCodec.encode(answer.completion());
                },
                presentation::weight);
    }
}
