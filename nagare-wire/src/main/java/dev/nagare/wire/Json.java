package dev.nagare.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON values (RFC 8259).
 *
 * <p>What is read must be UTF-8 to the letter. Of members with one name the last counts. A text's escaped
 * surrogate that has no partner is read as U+FFFD, but in a chunk, where the other half may follow in the next one; it is
 * written as U+FFFD, since no UTF-8 can say it; in a name it is an error.
 */
public final class Json {
    /** The deepest nesting of objects and arrays that is read. */
    public static final int MAX_DEPTH = 64;

    /** The largest text that is read, in bytes. */
    public static final int MAX_BYTES = 128 << 20;

    /** The longest string that is read, in characters: room for a file in Base64. */
    static final int MAX_STRING = 64 << 20;

    /** The longest name that is read, in characters. */
    static final int MAX_NAME = 1_000;

    /** The longest number that is read, in characters. */
    static final int MAX_NUMBER = 100;

    /** The most names and values in one text: enough for the log probabilities of a long answer. */
    private static final int MAX_TOKENS = 1 << 24;

    /** The most names and values in a request, since each takes far more memory than its two bytes on the wire. */
    private static final int MAX_REQUEST_TOKENS = 1 << 20;

    private static final JsonFactory FACTORY = factory(MAX_TOKENS);
    private static final JsonFactory REQUEST_FACTORY = factory(MAX_REQUEST_TOKENS);

    private Json() {}

    private static JsonFactory factory(long maxTokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(maxTokens)
                        .maxStringLength(MAX_STRING)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .build())
                .build();
    }

    /**
     * Reads a JSON text.
     *
     * @throws MalformedJsonException when it is none, or breaks a limit
     */
    public static JsonValue parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a JSON text in UTF-8.
     *
     * @throws MalformedJsonException when it is none, or breaks a limit
     */
    public static JsonValue parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length);
    }

    /**
     * Reads a JSON text in UTF-8 from a range of bytes.
     *
     * @throws MalformedJsonException when it is none, or breaks a limit
     */
    public static JsonValue parse(byte[] utf8, int offset, int length) {
        return parse(FACTORY, utf8, offset, length, false);
    }

    /** Reads a chunk from a range of bytes; an escaped surrogate without a partner stays as it is. */
    static JsonValue parseChunk(byte[] utf8, int offset, int length) {
        return parse(FACTORY, utf8, offset, length, true);
    }

    /** Reads a request's body, which has tighter bounds. */
    static JsonValue parseRequest(byte[] utf8) {
        return parse(REQUEST_FACTORY, utf8, 0, utf8.length, false);
    }

    private static JsonValue parse(JsonFactory factory, byte[] utf8, int offset, int length, boolean halves) {
        if (length > MAX_BYTES) {
            throw new MalformedJsonException("the JSON text is larger than " + MAX_BYTES + " bytes");
        }
        int invalid = Utf8.firstInvalid(utf8, offset, length);
        if (invalid >= 0) {
            throw new MalformedJsonException("not valid UTF-8 at byte " + (invalid - offset));
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), utf8, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("expected a JSON value, but there is nothing");
            }
            JsonValue value = value(parser, first, halves);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("something follows the JSON value at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("the JSON text breaks a limit: nesting of " + MAX_DEPTH + ", names of "
                    + MAX_NAME + " characters, numbers of " + MAX_NUMBER + ", strings of " + MAX_STRING
                    + ", or too many values");
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw new MalformedJsonException(
                    "not valid JSON" + (where == null ? "" : " at byte " + where.getByteOffset()));
        }
    }

    /** Writes a value as compact JSON. */
    public static String write(JsonValue value) {
        Utf8Buffer out = new Utf8Buffer();
        new JsonOutput(out).value(value);
        return out.toString();
    }

    private static JsonValue value(JsonParser parser, JsonToken token, boolean halves) {
        return switch (token) {
            case START_OBJECT -> object(parser, halves);
            case START_ARRAY -> array(parser, halves);
            case VALUE_STRING ->
                new JsonString(halves ? parser.getString() : Utf8.withoutLoneSurrogates(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new MalformedJsonException("unexpected " + token);
        };
    }

    private static JsonObject object(JsonParser parser, boolean halves) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken(), halves));
        }
        return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser, boolean halves) {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token, halves));
        }
        return new JsonArray(elements);
    }
}
