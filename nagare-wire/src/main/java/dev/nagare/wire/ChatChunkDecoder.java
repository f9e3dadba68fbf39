package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of the events of one chat stream, the usual ones fast.
 *
 * <p>An event whose bytes are those of an earlier one but for the content, and perhaps the obfuscation, is not parsed:
 * the chunk is the earlier one with the new content. Every other event is parsed; what comes out is the same either
 * way. A character whose halves come in two chunks is given with the second. Not for several threads at once.
 */
public final class ChatChunkDecoder {
    private static final byte[] CONTENT = SplitTemplate.ascii("\"content\"");

    private final KnownEvents<ChatCompletionChunk> known = new KnownEvents<>();
    private final HalfCharacters halves = new HalfCharacters();

    /** A decoder for one stream. */
    public ChatChunkDecoder() {}

    /**
     * Reads an event's data.
     *
     * @return the chunk, or null when the data is {@code [DONE]}
     * @throws StreamErrorException when the data is an error
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public @Nullable ChatCompletionChunk decode(byte[] data) {
        return decode(data, 0, data.length);
    }

    /**
     * Reads an event's data from a range of bytes.
     *
     * @return the chunk, or null when the data is {@code [DONE]}
     * @throws StreamErrorException when the data is an error
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public @Nullable ChatCompletionChunk decode(byte[] data, int offset, int length) {
        if (known.find(data, offset, length)) {
            ChatCompletionChunk next = with(known.chunk(), known.text(), known.padding());
            return halves.isWaiting() ? halves.join(next) : next;
        }
        ChatCompletionChunk chunk = parse(data, offset, length);
        if (chunk != null && known.isLearning() && isUsual(chunk)) {
            boolean padded = chunk.obfuscation() != null;
            known.learn(EventTemplate.learn(data, offset, length, CONTENT, padded), chunk);
        }
        return chunk == null ? null : halves.join(chunk);
    }

    /** The slow twin: what {@link #decode} gives, without a memory of earlier events. */
    static @Nullable ChatCompletionChunk parse(byte[] data, int offset, int length) {
        return StreamData.isDone(data, offset, length)
                ? null
                : ChatCompletionChunkCodec.decode(StreamData.json(data, offset, length));
    }

    private static boolean isUsual(ChatCompletionChunk chunk) {
        if (chunk.choices().size() != 1) {
            return false;
        }
        ChunkChoice choice = chunk.choices().get(0);
        Delta delta = choice.delta();
        return delta.content() != null
                && delta.role() == null
                && delta.toolCalls().isEmpty()
                && delta.functionCall() == null
                && choice.finishReason() == null
                && choice.logprobs() == null;
    }

    private static ChatCompletionChunk with(ChatCompletionChunk chunk, String content, @Nullable String obfuscation) {
        ChunkChoice choice = chunk.choices().get(0);
        Delta delta = choice.delta();
        Delta next = new Delta(
                delta.role(),
                content,
                delta.reasoningContent(),
                delta.refusal(),
                delta.toolCalls(),
                delta.functionCall(),
                delta.additional());
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                List.of(new ChunkChoice(
                        choice.index(), next, choice.logprobs(), choice.finishReason(), choice.additional())),
                chunk.usage(),
                chunk.moderation(),
                obfuscation,
                chunk.additional());
    }
}
