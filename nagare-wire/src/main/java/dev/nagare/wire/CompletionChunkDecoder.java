package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of the events of one stream of the older endpoint, the usual ones fast, as {@link ChatChunkDecoder}
 * does for chat. Not for several threads at once.
 */
public final class CompletionChunkDecoder {
    private static final byte[] TEXT = SplitTemplate.ascii("\"text\"");

    private final KnownEvents<CompletionChunk> known = new KnownEvents<>();
    private final HalfCharacters halves = new HalfCharacters();

    /** A decoder for one stream. */
    public CompletionChunkDecoder() {}

    /**
     * Reads an event's data.
     *
     * @return the chunk, or null when the data is {@code [DONE]}
     * @throws StreamErrorException when the data is an error
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public @Nullable CompletionChunk decode(byte[] data) {
        return decode(data, 0, data.length);
    }

    /**
     * Reads an event's data from a range of bytes.
     *
     * @return the chunk, or null when the data is {@code [DONE]}
     * @throws StreamErrorException when the data is an error
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public @Nullable CompletionChunk decode(byte[] data, int offset, int length) {
        if (known.find(data, offset, length)) {
            CompletionChunk next = with(known.chunk(), known.text());
            return halves.isWaiting() ? halves.join(next) : next;
        }
        CompletionChunk chunk = parse(data, offset, length);
        if (chunk != null && known.isLearning() && isUsual(chunk)) {
            known.learn(EventTemplate.learn(data, offset, length, TEXT, false), chunk);
        }
        return chunk == null ? null : halves.join(chunk);
    }

    /** The slow twin: what {@link #decode} gives, without a memory of earlier events. */
    static @Nullable CompletionChunk parse(byte[] data, int offset, int length) {
        return StreamData.isDone(data, offset, length)
                ? null
                : CompletionChunkCodec.decode(StreamData.json(data, offset, length));
    }

    private static boolean isUsual(CompletionChunk chunk) {
        // A text that is "" may not have been there at all.
        return chunk.choices().size() == 1
                && !chunk.choices().get(0).text().isEmpty()
                && chunk.choices().get(0).finishReason() == null
                && chunk.choices().get(0).logprobs() == null;
    }

    private static CompletionChunk with(CompletionChunk chunk, String text) {
        CompletionChoice choice = chunk.choices().get(0);
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                List.of(new CompletionChoice(
                        text, choice.index(), choice.logprobs(), choice.finishReason(), choice.additional())),
                chunk.model(),
                chunk.systemFingerprint(),
                chunk.usage(),
                chunk.additional());
    }
}
