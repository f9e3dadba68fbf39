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
    private static final String WORDS = " and so the words go on, one after the other, to the end.";
    private static final String PADDING = padding();

    private PacedText() {}

    /** The text of now: {@code @}, {@link System#nanoTime()} as 16 hexadecimal digits, words. */
    static String now() {
        return "@" + HEX.toHexDigits(System.nanoTime()) + PADDING;
    }

    private static String padding() {
        int envelope =
                ChatCompletionChunkCodec.encode(PacedChat.chunk(PacedChat.id(1), ChunkChoice.content(0, ""))).length;
        int length = EVENT_BYTES - FRAMING - envelope - STAMP;
        String words = WORDS.repeat(length / WORDS.length() + 1);
        return words.substring(0, length - 1) + " ";
    }
}
