package dev.nagare.local.tokenizer;

import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tokens of a file: their texts, types and bytes. */
final class Vocabulary {
    /** An ordinary token. */
    static final int NORMAL = 1;
    /** The token of text that no token can write. */
    static final int UNKNOWN = 2;
    /** A mark of the framing; no text. */
    static final int CONTROL = 3;
    /** A text that is always this one token. */
    static final int USER_DEFINED = 4;
    /** One byte, written {@code <0x0A>}. */
    static final int BYTE = 6;

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";

    private final List<String> texts;
    private final int[] types;
    private final byte[][] bytes;
    private final Map<String, Integer> ids;

    Vocabulary(GgufFile file) {
        texts = file.strings(TOKENS);
        types = types(file, texts.size());
        bytes = new byte[texts.size()][];
        ids = HashMap.newHashMap(texts.size());
        for (int id = 0; id < texts.size(); id++) {
            String text = texts.get(id);
            if (ids.putIfAbsent(text, id) != null) {
                throw new GgufException(
                        file.name(), TOKENS, "tokens " + ids.get(text) + " and " + id + " have the same text");
            }
            bytes[id] = bytesOf(types[id], text);
        }
    }

    private static int[] types(GgufFile file, int size) {
        if (size == 0) {
            throw new GgufException(file.name(), TOKENS, "is empty");
        }
        if (!file.has(TYPES)) {
            int[] normal = new int[size];
            Arrays.fill(normal, NORMAL);
            return normal;
        }
        int[] types = file.ints(TYPES);
        if (types.length != size) {
            throw new GgufException(
                    file.name(), TYPES, "has " + types.length + " entries, but there are " + size + " tokens");
        }
        return types;
    }

    private static byte[] bytesOf(int type, String text) {
        if (type == CONTROL || type == UNKNOWN) {
            return new byte[0];
        }
        if (type == BYTE
                && text.length() == 6
                && text.startsWith("<0x")
                && HexFormat.isHexDigit(text.charAt(3))
                && HexFormat.isHexDigit(text.charAt(4))) {
            return new byte[] {(byte) HexFormat.fromHexDigits(text, 3, 5)};
        }
        byte[] written = type == USER_DEFINED ? null : ByteAlphabet.bytes(text);
        return written == null ? text.getBytes(StandardCharsets.UTF_8) : written;
    }

    int size() {
        return texts.size();
    }

    /** The text of a token as the file writes it. */
    String text(int id) {
        return texts.get(id);
    }

    /** The type of a token. */
    int type(int id) {
        return types[id];
    }

    /** The bytes that a token stands for in text; none for a control token. Not to be changed. */
    byte[] bytes(int id) {
        return bytes[id];
    }

    /** The token that the file writes like this. */
    OptionalInt id(String text) {
        Integer id = ids.get(text);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
