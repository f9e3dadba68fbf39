package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.CompletionAccumulator;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionCodec;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.CompletionRequestCodec;
import dev.nagare.wire.FinishReason;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/completions}, the older endpoint. */
final class CompletionEndpoint implements Endpoint<CompletionRequest, CompletionChunk> {
    @Override
    public CompletionRequest decode(byte[] body) {
        return CompletionRequestCodec.decode(body);
    }

    @Override
    public boolean isStream(CompletionRequest request) {
        return request.isStream();
    }

    @Override
    public Generation start(CompletionEngine engine, CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        return engine.complete(request, sink);
    }

    @Override
    public List<String> unknownParameters(CompletionRequest request) {
        return request.unknownParameters();
    }

    @Override
    public int messages(CompletionRequest request) {
        return 0;
    }

    @Override
    public long tokensAsked(CompletionRequest request) {
        int each = request.bestOf() == null ? request.choices() : Math.max(request.choices(), request.bestOf());
        return (long) request.tokenLimit() * each * request.prompts();
    }

    @Override
    public @Nullable String model(CompletionChunk chunk) {
        return chunk.model();
    }

    @Override
    public @Nullable FinishReason finishReason(CompletionChunk chunk) {
        FinishReason reason = null;
        for (CompletionChoice choice : chunk.choices()) {
            FinishReason own = choice.finishReason();
            if (own != null) {
                reason = FinishReasons.weightier(reason, own);
            }
        }
        return reason;
    }

    @Override
    public void tokens(CompletionChunk chunk, IntConsumer choices) {
        for (int i = 0; i < chunk.choices().size(); i++) {
            CompletionChoice choice = chunk.choices().get(i);
            if (!choice.text().isEmpty()) {
                choices.accept(choice.index());
            }
        }
    }

    @Override
    public Presentation<CompletionChunk> presentation(CompletionRequest request) {
        return new CompletionPresentation(request);
    }

    @Override
    public Accumulation<CompletionChunk> accumulation(CompletionRequest request) {
        CompletionAccumulator answer = new CompletionAccumulator(request.allChoices());
        return new Accumulation<>(
                answer::add,
                usage -> {
                    answer.add(usage);
                    return CompletionCodec.encode(answer.completion());
                },
                new CompletionPresentation(request)::weight);
    }
}
