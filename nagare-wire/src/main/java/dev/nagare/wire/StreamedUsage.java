package dev.nagare.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the token counts where a stream that asked for them has them: {@code usage: null} on every chunk of the answer,
 * and one more chunk with the counts and no choices.
 *
 * <p>An engine's chunks carry no usage at all, which is the form for a stream that did not ask.
 */
public final class StreamedUsage {
    private StreamedUsage() {}

    /** The chunk with {@code usage: null}. */
    public static ChatCompletionChunk announced(ChatCompletionChunk chunk) {
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                chunk.choices(),
                null,
                chunk.moderation(),
                chunk.obfuscation(),
                withNullUsage(chunk.additional()));
    }

    /** The chunk with {@code usage: null}. */
    public static CompletionChunk announced(CompletionChunk chunk) {
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.choices(),
                chunk.model(),
                chunk.systemFingerprint(),
                null,
                withNullUsage(chunk.additional()));
    }

    /** The last chunk of the stream that this chunk belongs to. */
    public static ChatCompletionChunk last(ChatCompletionChunk chunk, Usage usage) {
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                List.of(),
                usage,
                null,
                null,
                JsonObject.EMPTY);
    }

    /** The last chunk of the stream that this chunk belongs to. */
    public static CompletionChunk last(CompletionChunk chunk, Usage usage) {
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                List.of(),
                chunk.model(),
                chunk.systemFingerprint(),
                usage,
                JsonObject.EMPTY);
    }

    private static JsonObject withNullUsage(JsonObject additional) {
        if (additional.isEmpty()) {
            return ChatCompletionChunk.NULL_USAGE;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(additional.members());
        members.put("usage", JsonNull.NULL);
        return new JsonObject(members);
    }
}
