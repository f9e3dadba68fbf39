package dev.nagare.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of a JSON object one by one; what is not taken, and what was null, is left as {@code additional}.
 */
final class JsonInput extends JsonTypes {
    private final JsonObject source;
    private final Map<String, JsonValue> left;
    private final String path;

    private JsonInput(JsonObject source, String path, Dialect dialect) {
        super(dialect);
        this.source = source;
        this.left = new LinkedHashMap<>(source.members());
        this.path = path;
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
        return new JsonInput(object, path, dialect);
    }

    /** The path of a member, such as {@code messages[0].content}. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The whole object, whatever has been taken of it. */
    JsonObject source() {
        return source;
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

    /** Takes a word of a list that may grow. */
    <T> @Nullable T word(String name, Function<String, T> maker) {
        String word = string(name);
        return word == null ? null : maker.apply(word);
    }

    /** Takes a text; where a server sends another value instead, the JSON text of that. */
    @Nullable
    String stringOrJson(String name) {
        JsonValue value = json(name);
        if (value == null || isRequest() || value instanceof JsonString) {
            return value == null ? null : asString(value, path(name));
        }
        return Json.write(value);
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

    /** Takes a word that matters little: a value of another type is left as it is. */
    <T> @Nullable T label(String name, Function<String, T> maker) {
        String word = label(name);
        return word == null ? null : maker.apply(word);
    }

    /** Takes a Unix time, which matters little: what is no whole number is left as it is. */
    @Nullable
    Long time(String name) {
        if (left.get(name) instanceof JsonNumber number && number.isPlain()) {
            Long time = wholeNumber(number.literal());
            if (time != null) {
                left.remove(name);
            }
            return time;
        }
        return null;
    }

    @Nullable
    Boolean bool(String name) {
        JsonValue value = json(name);
        return value == null ? null : asBoolean(value, path(name));
    }

    @Nullable
    Long integer(String name) {
        JsonValue value = json(name);
        return value == null ? null : asLong(value, path(name));
    }

    @Nullable
    Integer smallInteger(String name) {
        return smallInteger(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Nullable
    Integer smallInteger(String name, int minimum, int maximum) {
        JsonValue value = json(name);
        return value == null ? null : (Integer) (int) asLong(value, path(name), minimum, maximum);
    }

    @Nullable
    Double decimal(String name) {
        JsonValue value = json(name);
        return value == null ? null : asDouble(value, path(name));
    }

    @Nullable
    Double decimal(String name, double minimum, double maximum) {
        JsonValue value = json(name);
        return value == null ? null : asDouble(value, path(name), minimum, maximum);
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
        return object == null ? null : of(object, path(name), dialect());
    }

    /** Takes an object that matters little and reads its members: a value of another type is left as it is. */
    @Nullable
    JsonInput membersIfObject(String name) {
        return left.get(name) instanceof JsonObject ? members(name) : null;
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

    /** Takes an array that must not be empty, and reads each element; an empty list when it is absent. */
    <T> List<T> listOfSome(String name, ElementReader<T> reader) {
        List<T> list = list(name, reader);
        if (list != null && list.isEmpty()) {
            throw problems().emptyArray(path(name));
        }
        return list == null ? List.of() : list;
    }

    /** Takes an object with any names and reads each member. */
    <T> @Nullable Map<String, T> map(String name, ElementReader<T> reader) {
        JsonObject object = jsonObject(name);
        if (object == null) {
            return null;
        }
        Map<String, T> map = new LinkedHashMap<>();
        object.members()
                .forEach((key, value) -> map.put(key, reader.read(value, path(name) + "." + JsonProblems.echo(key))));
        return map;
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
        return of(asObject(value, elementPath), elementPath, dialect());
    }

    /** What is required and was null here is missing. */
    <T> T require(@Nullable T value, String name) {
        if (value == null) {
            throw problems().missing(path(name));
        }
        return value;
    }

    /** Reads an element of an array, or a member of an object, at a path. */
    interface ElementReader<T> {
        T read(JsonValue value, String path);
    }
}
