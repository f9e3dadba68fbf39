package dev.nagare.server;

import dev.nagare.wire.ChatChunkEncoder;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.ServiceTier;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.StreamedUsage;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.Usage;
import dev.nagare.wire.Utf8Buffer;
import dev.nagare.wire.sse.SseEncoder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The chunks of a chat stream as its reader asked for them. */
final class ChatPresentation implements Presentation<ChatCompletionChunk> {
    /** What a usage chunk is made after when no other chunk came. */
    private static final ChatCompletionChunk NOTHING =
            new ChatCompletionChunk(null, null, null, null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private static final String PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** Lengths are padded to a multiple of this. */
    private static final int PADDED_TO = 16;

    private final boolean usage;
    private final boolean usageSoFar;
    private final boolean tier;
    private final boolean obfuscation;
    private final ChatChunkEncoder encoder = new ChatChunkEncoder();
    private ChatCompletionChunk last = NOTHING;

    ChatPresentation(ChatCompletionRequest request) {
        StreamOptions options = request.streamOptions();
        this.usage = request.includesUsage();
        this.usageSoFar = usage && options != null && Boolean.TRUE.equals(options.continuousUsageStats());
        this.tier = request.serviceTier() != null;
        this.obfuscation = options != null && Boolean.TRUE.equals(options.includeObfuscation());
    }

    @Override
    public boolean showsUsageSoFar() {
        return usageSoFar;
    }

    @Override
    public ChatCompletionChunk withUsage(ChatCompletionChunk chunk, Usage soFar) {
        return chunk.withUsage(soFar);
    }

    @Override
    public @Nullable Usage usageSoFar(ChatCompletionChunk chunk) {
        return usageSoFar ? chunk.usage() : null;
    }

    @Override
    public void write(ChatCompletionChunk chunk, Utf8Buffer out) {
        last = chunk;
        SseEncoder.begin(out);
        encoder.encode(usageSoFar(chunk) == null ? present(chunk) : padded(chunk), out);
        SseEncoder.end(out);
    }

    @Override
    public void writeUsage(Usage used, Utf8Buffer out) {
        if (!usage) {
            return;
        }
        SseEncoder.begin(out);
        encoder.encode(padded(StreamedUsage.last(last, used)), out);
        SseEncoder.end(out);
    }

    /** The chunk with what the request asked for beside the answer; the same chunk when that is nothing. */
    ChatCompletionChunk present(ChatCompletionChunk chunk) {
        ChatCompletionChunk shown = usage ? StreamedUsage.announced(chunk) : chunk;
        return tier || obfuscation ? padded(shown) : shown;
    }

    private ChatCompletionChunk padded(ChatCompletionChunk chunk) {
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                tier && chunk.serviceTier() == null ? ServiceTier.DEFAULT : chunk.serviceTier(),
                chunk.systemFingerprint(),
                chunk.choices(),
                chunk.usage(),
                chunk.moderation(),
                obfuscation && chunk.obfuscation() == null ? padding(textLength(chunk)) : chunk.obfuscation(),
                chunk.additional());
    }

    @Override
    public @Nullable TextRun textRun(ChatCompletionChunk chunk) {
        if (chunk.choices().size() != 1
                || (chunk.usage() != null && !usageSoFar)
                || chunk.moderation() != null
                || chunk.obfuscation() != null
                || !ExplicitNulls.only(chunk.additional())) {
            return null;
        }
        ChunkChoice choice = chunk.choices().get(0);
        Delta delta = choice.delta();
        if (choice.finishReason() != null
                || choice.logprobs() != null
                || !ExplicitNulls.only(choice.additional())
                || delta.role() != null
                || !delta.toolCalls().isEmpty()
                || delta.functionCall() != null
                || !delta.additional().isEmpty()) {
            return null;
        }
        return textRun(choice.index(), delta);
    }

    private static @Nullable TextRun textRun(int choice, Delta delta) {
        String content = delta.content();
        String reasoning = delta.reasoningContent();
        String refusal = delta.refusal();
        if (content != null && reasoning == null && refusal == null) {
            return new TextRun(choice, TextRun.Field.CONTENT, content);
        }
        if (reasoning != null && content == null && refusal == null) {
            return new TextRun(choice, TextRun.Field.REASONING, reasoning);
        }
        if (refusal != null && content == null && reasoning == null) {
            return new TextRun(choice, TextRun.Field.REFUSAL, refusal);
        }
        return null;
    }

    @Override
    public ChatCompletionChunk withText(ChatCompletionChunk chunk, String text) {
        ChunkChoice choice = chunk.choices().get(0);
        Delta old = choice.delta();
        Delta delta = new Delta(
                null,
                old.content() == null ? null : text,
                old.reasoningContent() == null ? null : text,
                old.refusal() == null ? null : text,
                List.of(),
                JsonObject.EMPTY);
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                List.of(new ChunkChoice(choice.index(), delta, null, null, choice.additional())),
                chunk.usage(),
                null,
                null,
                chunk.additional());
    }

    @Override
    public int weight(ChatCompletionChunk chunk) {
        int weight = 128 + textLength(chunk);
        for (ChunkChoice choice : chunk.choices()) {
            Logprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                weight += Weights.of(logprobs.content()) + Weights.of(logprobs.refusal());
            }
        }
        return weight;
    }

    private static int textLength(ChatCompletionChunk chunk) {
        int length = 0;
        for (ChunkChoice choice : chunk.choices()) {
            Delta delta = choice.delta();
            length += length(delta.content()) + length(delta.reasoningContent()) + length(delta.refusal());
            for (ToolCallDelta call : delta.toolCalls()) {
                length += call.function() == null ? 0 : length(call.function().arguments());
            }
        }
        return length;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Random characters that hide a text's length: together they are a multiple of {@value #PADDED_TO}. */
    private static String padding(int textLength) {
        int length = PADDED_TO - textLength % PADDED_TO;
        StringBuilder padding = new StringBuilder(length);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < length; i++) {
            padding.append(PADDING.charAt(random.nextInt(PADDING.length())));
        }
        return padding.toString();
    }
}
