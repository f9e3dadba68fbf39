package dev.nagare.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of a JSON object one by one; what is not taken, and what was null, is left as {@code additional}.
 *
 * <p>Of two dialects. A request's errors are told to whoever sent it, in the original service's words; a response's say
 * where the value differs from the protocol. Neither quotes a value of unbounded length.
 */
final class JsonInput {
    /** How an error is told. */
    enum Dialect {
        REQUEST,
        RESPONSE
    }

    private final Map<String, JsonValue> left;
    private final String path;
    private final Dialect dialect;

    private JsonInput(Map<String, JsonValue> left, String path, Dialect dialect) {
        this.left = left;
        this.path = path;
        this.dialect = dialect;
    }

    /** The members of a response's object. */
    static JsonInput response(JsonValue value, String what) {
        if (!(value instanceof JsonObject object)) {
            throw new MalformedJsonException(what + ": expected an object, but got " + kind(value));
        }
        return of(object, "", Dialect.RESPONSE);
    }

    /** The members of a request's object. */
    static JsonInput request(JsonObject object) {
        return of(object, "", Dialect.REQUEST);
    }

    private static JsonInput of(JsonObject object, String path, Dialect dialect) {
        return new JsonInput(new LinkedHashMap<>(object.members()), path, dialect);
    }

    /** The path of a member, such as {@code messages[0].content}. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Dialect dialect() {
        return dialect;
    }

    /** What no call has taken, and every null. */
    JsonObject additional() {
        return left.isEmpty() ? JsonObject.EMPTY : new JsonObject(left);
    }

    /** Drops {@code object} when it says this word. */
    void object(String word) {
        if (left.get("object") instanceof JsonString string && string.value().equals(word)) {
            left.remove("object");
        }
    }

    /** Takes any value; null when it is absent or null. */
    @Nullable
    JsonValue json(String name) {
        JsonValue value = left.get(name);
        if (value == null || value == JsonNull.NULL) {
            return null;
        }
        left.remove(name);
        return value;
    }

    @Nullable
    String string(String name) {
        JsonValue value = json(name);
        return value == null ? null : asString(value, path(name));
    }

    /** Takes a text that matters little: a value of another type is left as it is. */
    @Nullable
    String label(String name) {
        if (left.get(name) instanceof JsonString text) {
            left.remove(name);
            return text.value();
        }
        return null;
    }

    /** Takes a Unix time, which matters little: what is no whole number is left as it is. */
    @Nullable
    Long time(String name) {
        if (left.get(name) instanceof JsonNumber number && number.literal().matches("-?\\d{1,18}")) {
            left.remove(name);
            return Long.valueOf(number.literal());
        }
        return null;
    }

    @Nullable
    Boolean bool(String name) {
        JsonValue value = json(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw wrongType(path(name), "a boolean", value);
    }

    @Nullable
    Long integer(String name) {
        JsonValue value = json(name);
        return value == null ? null : asLong(value, path(name));
    }

    @Nullable
    Integer smallInteger(String name) {
        JsonValue value = json(name);
        return value == null ? null : asInt(value, path(name));
    }

    @Nullable
    Double decimal(String name) {
        JsonValue value = json(name);
        return value == null ? null : asDouble(value, path(name));
    }

    @Nullable
    JsonObject jsonObject(String name) {
        JsonValue value = json(name);
        return value == null ? null : asObject(value, path(name));
    }

    @Nullable
    JsonArray jsonArray(String name) {
        JsonValue value = json(name);
        return value == null ? null : asArray(value, path(name));
    }

    /** Takes an object and reads its members. */
    @Nullable
    JsonInput members(String name) {
        JsonObject object = jsonObject(name);
        return object == null ? null : of(object, path(name), dialect);
    }

    /** Takes an array and reads each element. */
    <T> @Nullable List<T> list(String name, ElementReader<T> reader) {
        JsonArray array = jsonArray(name);
        return array == null ? null : elements(array, path(name), reader);
    }

    /** Takes an array and reads each element; an empty array is left as it is, and read like an absent one. */
    <T> List<T> listUnlessEmpty(String name, ElementReader<T> reader) {
        if (left.get(name) instanceof JsonArray array && array.elements().isEmpty()) {
            return List.of();
        }
        List<T> list = list(name, reader);
        return list == null ? List.of() : list;
    }

    <T> List<T> elements(JsonArray array, String arrayPath, ElementReader<T> reader) {
        List<T> list = new ArrayList<>(array.elements().size());
        for (int i = 0; i < array.elements().size(); i++) {
            list.add(reader.read(array.elements().get(i), arrayPath + "[" + i + "]"));
        }
        return list;
    }

    /** The members of an element of an array. */
    JsonInput element(JsonValue value, String elementPath) {
        return of(asObject(value, elementPath), elementPath, dialect);
    }

    String asString(JsonValue value, String where) {
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw wrongType(where, "a string", value);
    }

    int asInt(JsonValue value, String where) {
        long number = asLong(value, where);
        if (number != (int) number) {
            throw new JsonProblems(dialect)
                    .outOfRange(where, Long.toString(number), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return (int) number;
    }

    long asLong(JsonValue value, String where) {
        if (value instanceof JsonNumber number) {
            String literal = number.literal();
            try {
                return Long.parseLong(literal);
            } catch (NumberFormatException e) {
                // Perhaps a whole number in another notation, such as 5.0 or 1e3.
                double decimal = Double.parseDouble(literal);
                if (decimal == Math.rint(decimal)) {
                    if (Math.abs(decimal) < 1L << 53) {
                        return (long) decimal;
                    }
                    throw new JsonProblems(dialect).outOfRange(where, literal, Long.MIN_VALUE, Long.MAX_VALUE);
                }
            }
        }
        throw wrongType(where, "an integer", value);
    }

    double asDouble(JsonValue value, String where) {
        if (value instanceof JsonNumber number) {
            double parsed = Double.parseDouble(number.literal());
            if (Double.isFinite(parsed)) {
                return parsed;
            }
            throw new JsonProblems(dialect).tooLarge(where);
        }
        throw wrongType(where, "a decimal", value);
    }

    JsonObject asObject(JsonValue value, String where) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrongType(where, "an object", value);
    }

    JsonArray asArray(JsonValue value, String where) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrongType(where, "an array", value);
    }

    /** What is required and was null here is missing. */
    <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw new JsonProblems(dialect).missing(path(name));
        }
        return value;
    }

    WireException wrongType(String where, String expected, JsonValue value) {
        return new JsonProblems(dialect).wrongType(where, expected, kind(value));
    }

    /** The kind of a value, with its article. */
    static String kind(JsonValue value) {
        if (value instanceof JsonObject) {
            return "an object";
        } else if (value instanceof JsonArray) {
            return "an array";
        } else if (value instanceof JsonString) {
            return "a string";
        } else if (value instanceof JsonNumber number) {
            return number.literal().matches("-?\\d+") ? "an integer" : "a decimal";
        } else if (value instanceof JsonBoolean) {
            return "a boolean";
        } else {
            return "null";
        }
    }

    /** Reads an element of an array at a path. */
    interface ElementReader<T> {
        T read(JsonValue value, String path);
    }
}
