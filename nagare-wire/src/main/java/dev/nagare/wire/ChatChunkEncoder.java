package dev.nagare.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one chat stream, the usual ones fast.
 *
 * <p>The chunks of a stream differ in little but their content. What comes before and after it is written once by
 * {@link ChatCompletionChunkCodec} and kept; a chunk with nothing but content is then two copies and the escaped text.
 * Every other chunk is left to the codec; the bytes are the same either way. Not for several threads at once.
 */
public final class ChatChunkEncoder {
    /** Choices beyond these are left to the codec. */
    private static final int MAX_TEMPLATES = 128;

    private static final byte[] MARK = SplitTemplate.ascii("\"delta\":{\"content\":\"");

    private @Nullable ChatCompletionChunk model;
    private @Nullable SplitTemplate[] byIndex = new SplitTemplate[1];

    /** An encoder for one stream. */
    public ChatChunkEncoder() {}

    /** Appends a chunk's JSON. */
    public void encode(ChatCompletionChunk chunk, Utf8Buffer out) {
        String content = soleContent(chunk);
        if (content == null) {
            ChatCompletionChunkCodec.encode(chunk, out);
            return;
        }
        template(chunk).write(content, out);
    }

    private SplitTemplate template(ChatCompletionChunk chunk) {
        if (model == null || !sameEnvelope(model, chunk)) {
            model = chunk;
            Arrays.fill(byIndex, null);
        }
        int index = chunk.choices().get(0).index();
        if (index >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, index + 1);
        }
        SplitTemplate template = byIndex[index];
        if (template == null) {
            template = new SplitTemplate(ChatCompletionChunkCodec.encode(withoutContent(chunk)), MARK);
            byIndex[index] = template;
        }
        return template;
    }

    private static ChatCompletionChunk withoutContent(ChatCompletionChunk chunk) {
        ChunkChoice choice = ChunkChoice.content(chunk.choices().get(0).index(), "");
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                List.of(choice),
                null,
                null,
                null,
                chunk.additional());
    }

    private static boolean sameEnvelope(ChatCompletionChunk a, ChatCompletionChunk b) {
        return Objects.equals(a.id(), b.id())
                && Objects.equals(a.created(), b.created())
                && Objects.equals(a.model(), b.model())
                && Objects.equals(a.serviceTier(), b.serviceTier())
                && Objects.equals(a.systemFingerprint(), b.systemFingerprint())
                && a.additional().equals(b.additional());
    }

    /** The content of a chunk that has nothing else to say; null if it has. */
    private static @Nullable String soleContent(ChatCompletionChunk chunk) {
        if (chunk.choices().size() != 1
                || chunk.usage() != null
                || chunk.moderation() != null
                || chunk.obfuscation() != null) {
            return null;
        }
        ChunkChoice choice = chunk.choices().get(0);
        if (choice.index() < 0
                || choice.index() >= MAX_TEMPLATES
                || choice.logprobs() != null
                || choice.finishReason() != null
                || !choice.additional().equals(ChunkChoice.NULL_LOGPROBS_AND_FINISH)) {
            return null;
        }
        Delta delta = choice.delta();
        boolean more = delta.role() != null
                || delta.reasoningContent() != null
                || delta.refusal() != null
                || !delta.toolCalls().isEmpty()
                || delta.functionCall() != null
                || !delta.additional().isEmpty();
        return more ? null : delta.content();
    }
}
