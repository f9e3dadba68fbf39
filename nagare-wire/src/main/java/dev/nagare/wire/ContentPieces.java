package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * The content of a delta: a text, or with some servers an array of parts, whose texts are joined.
 *
 * @param text the text of the answer, or null
 * @param reasoning the text of its parts of the kind {@code thinking}, or null
 */
record ContentPieces(@Nullable String text, @Nullable String reasoning) {
    /** Takes {@code content}; an array in which there is no text is left as it is. */
    static ContentPieces read(JsonInput delta) {
        if (!(delta.source().member("content") instanceof JsonArray parts)) {
            return new ContentPieces(delta.string("content"), null);
        }
        ContentPieces pieces = new ContentPieces(joined(parts, "text"), joined(parts, "thinking"));
        if (pieces.text != null || pieces.reasoning != null) {
            delta.json("content");
        }
        return pieces;
    }

    /** The texts of the parts of one kind, which stand under its name, as a text or as parts of text. */
    private static @Nullable String joined(JsonArray parts, String kind) {
        StringBuilder joined = null;
        for (JsonValue value : parts.elements()) {
            if (!(value instanceof JsonObject part && new JsonString(kind).equals(part.member("type")))) {
                continue;
            }
            JsonValue inside = part.member(kind);
            String text = inside instanceof JsonArray inner
                    ? joined(inner, "text")
                    : inside instanceof JsonString string ? string.value() : null;
            if (text != null) {
                joined = joined == null ? new StringBuilder() : joined;
                joined.append(text);
            }
        }
        return joined == null ? null : joined.toString();
    }
}
