package dev.nagare.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one stream of the older endpoint, the usual ones fast, as {@link ChatChunkEncoder} does for chat.
 *
 * <p>The bytes are those of {@link CompletionChunkCodec}. Not for several threads at once.
 */
public final class CompletionChunkEncoder {
    private static final int MAX_TEMPLATES = 128;

    private static final byte[] MARK = SplitTemplate.ascii("\"choices\":[{\"text\":\"");

    private @Nullable CompletionChunk model;
    private @Nullable SplitTemplate[] byIndex = new SplitTemplate[1];

    /** An encoder for one stream. */
    public CompletionChunkEncoder() {}

    /** Appends a chunk's JSON. */
    public void encode(CompletionChunk chunk, Utf8Buffer out) {
        if (isUsual(chunk)) {
            template(chunk).write(chunk.choices().get(0).text(), out);
        } else {
            CompletionChunkCodec.encode(chunk, out);
        }
    }

    private static boolean isUsual(CompletionChunk chunk) {
        if (chunk.choices().size() != 1 || chunk.usage() != null) {
            return false;
        }
        CompletionChoice choice = chunk.choices().get(0);
        return choice.index() >= 0
                && choice.index() < MAX_TEMPLATES
                && choice.logprobs() == null
                && choice.finishReason() == null
                && choice.additional().isEmpty();
    }

    private SplitTemplate template(CompletionChunk chunk) {
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
            template = new SplitTemplate(CompletionChunkCodec.encode(withoutText(chunk)), MARK);
            byIndex[index] = template;
        }
        return template;
    }

    private static CompletionChunk withoutText(CompletionChunk chunk) {
        int index = chunk.choices().get(0).index();
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                List.of(new CompletionChoice("", index, null, null, JsonObject.EMPTY)),
                chunk.model(),
                chunk.systemFingerprint(),
                null,
                chunk.additional());
    }

    private static boolean sameEnvelope(CompletionChunk a, CompletionChunk b) {
        return Objects.equals(a.id(), b.id())
                && Objects.equals(a.created(), b.created())
                && Objects.equals(a.model(), b.model())
                && Objects.equals(a.systemFingerprint(), b.systemFingerprint())
                && a.additional().equals(b.additional());
    }
}
