package dev.nagare.bench.load;

import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.ChunkChoice;
import java.util.HexFormat;

/** The text of one event: the time at which it was made, padded. */
final class PacedText {
    /** How long an event of a chat stream is, {@code data: } and the empty line included. */
    static final int EVENT_BYTES = 250;

    private static final int FRAMING = "data: \n\n".length();
    private static final int STAMP = 17;
    private static final HexFormat HEX = HexFormat.of();
    private static final String PADDING = padding();

    private PacedText() {}

    /** The text of now: {@code @}, {@link System#nanoTime()} as 16 hexadecimal digits, dots. */
    static String now() {
        return "@" + HEX.toHexDigits(System.nanoTime()) + PADDING;
    }

    private static String padding() {
        int envelope =
                ChatCompletionChunkCodec.encode(PacedChat.chunk(PacedChat.id(1), ChunkChoice.content(0, ""))).length;
        return ".".repeat(EVENT_BYTES - FRAMING - envelope - STAMP);
    }
}
