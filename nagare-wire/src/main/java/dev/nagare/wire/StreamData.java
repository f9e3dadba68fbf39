package dev.nagare.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the data of a stream's events may be beside a chunk. */
final class StreamData {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private StreamData() {}

    /** Whether the data is {@code [DONE]}, to the byte: the word and more is not the end. */
    static boolean isDone(byte[] data, int offset, int length) {
        return length == DONE.length && Arrays.equals(data, offset, offset + length, DONE, 0, length);
    }

    /**
     * The data as JSON.
     *
     * @throws StreamErrorException when it is an error
     */
    static JsonValue json(byte[] data, int offset, int length) {
        JsonValue value = Json.parseChunk(data, offset, length);
        ApiError error = ErrorCodec.find(value);
        if (error != null) {
            throw new StreamErrorException(error);
        }
        return value;
    }
}
