package dev.nagare.verification;

import dev.nagare.wire.Json;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonBoolean;
import dev.nagare.wire.JsonNull;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of a JSON value when its contents are forgotten: keys, their order, and kinds. Neighbours of one shape in
 * an array count once.
 */
final class Shape {
    private Shape() {}

    /** The shape, with keys in the order in which they come. */
    static String of(String json) {
        return of(Json.parse(json), false);
    }

    /** The shape, with keys in alphabetical order. */
    static String sorted(String json) {
        return of(Json.parse(json), true);
    }

    /** The shapes of a stream's events; events of one shape that follow each other count once. */
    static List<String> ofEvents(List<String> events) {
        return collapsed(events.stream().map(event -> event.equals("[DONE]") ? event : of(event)));
    }

    private static String of(JsonValue value, boolean sorted) {
        return switch (value) {
            case JsonObject object -> {
                Stream<String> keys = object.members().keySet().stream();
                yield (sorted ? keys.sorted() : keys)
                        .map(key -> named(object, key, sorted))
                        .collect(Collectors.joining(",", "{", "}"));
            }
            case JsonArray array ->
                collapsed(array.elements().stream().map(element -> of(element, sorted)))
                        .toString();
            case JsonString _ -> "text";
            case JsonNumber _ -> "number";
            case JsonBoolean _ -> "boolean";
            case JsonNull _ -> "null";
        };
    }

    private static String named(JsonObject object, String key, boolean sorted) {
        JsonValue member = object.member(key);
        if (key.equals("top_logprobs")
                && member instanceof JsonArray array
                && !array.elements().isEmpty()) {
            // In the older form its keys are tokens.
            return key + ":[...]";
        }
        return key + ":" + (member == null ? "absent" : of(member, sorted));
    }

    private static List<String> collapsed(Stream<String> shapes) {
        List<String> collapsed = new ArrayList<>();
        shapes.forEach(shape -> {
            if (collapsed.isEmpty() || !collapsed.getLast().equals(shape)) {
                collapsed.add(shape);
            }
        });
        return collapsed;
    }
}
