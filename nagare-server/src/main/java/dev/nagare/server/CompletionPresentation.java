package dev.nagare.server;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionChunkEncoder;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.StreamedUsage;
import dev.nagare.wire.Usage;
import dev.nagare.wire.Utf8Buffer;
import dev.nagare.wire.sse.SseEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chunks of a stream of the older endpoint as its reader asked for them. */
final class CompletionPresentation implements Presentation<CompletionChunk> {
    /** What a usage chunk is made after when no other chunk came. */
    private static final CompletionChunk NOTHING =
            new CompletionChunk(null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private final boolean usage;
    private final boolean usageSoFar;
    private final CompletionChunkEncoder encoder = new CompletionChunkEncoder();
    private CompletionChunk last = NOTHING;

    CompletionPresentation(CompletionRequest request) {
        StreamOptions options = request.streamOptions();
        this.usage = request.includesUsage();
        this.usageSoFar = usage && options != null && Boolean.TRUE.equals(options.continuousUsageStats());
    }

    @Override
    public boolean showsUsageSoFar() {
        return usageSoFar;
    }

    @Override
    public CompletionChunk withUsage(CompletionChunk chunk, Usage soFar) {
        return chunk.withUsage(soFar);
    }

    @Override
    public @Nullable Usage usageSoFar(CompletionChunk chunk) {
        return usageSoFar ? chunk.usage() : null;
    }

    @Override
    public void write(CompletionChunk chunk, Utf8Buffer out) {
        last = chunk;
        SseEncoder.begin(out);
        encoder.encode(usage && usageSoFar(chunk) == null ? StreamedUsage.announced(chunk) : chunk, out);
        SseEncoder.end(out);
    }

    @Override
    public void writeUsage(Usage used, Utf8Buffer out) {
        if (usage) {
            SseEncoder.begin(out);
            encoder.encode(StreamedUsage.last(last, used), out);
            SseEncoder.end(out);
        }
    }

    @Override
    public @Nullable TextRun textRun(CompletionChunk chunk) {
        if (chunk.choices().size() != 1
                || (chunk.usage() != null && !usageSoFar)
                || !ExplicitNulls.only(chunk.additional())) {
            return null;
        }
        CompletionChoice choice = chunk.choices().get(0);
        if (choice.finishReason() != null || choice.logprobs() != null || !ExplicitNulls.only(choice.additional())) {
            return null;
        }
        return new TextRun(choice.index(), TextRun.Field.CONTENT, choice.text());
    }

    @Override
    public CompletionChunk withText(CompletionChunk chunk, String text) {
        CompletionChoice choice = chunk.choices().get(0);
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                List.of(new CompletionChoice(text, choice.index(), null, null, choice.additional())),
                chunk.model(),
                chunk.systemFingerprint(),
                chunk.usage(),
                chunk.additional());
    }

    @Override
    public int weight(CompletionChunk chunk) {
        int weight = 128;
        for (CompletionChoice choice : chunk.choices()) {
            weight += choice.text().length();
            CompletionLogprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                weight += Weights.LOGPROB * logprobs.tokens().size();
            }
        }
        return weight;
    }
}
