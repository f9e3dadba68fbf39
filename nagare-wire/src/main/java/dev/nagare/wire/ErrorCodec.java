package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The JSON form of {@link ApiError}, inside its {@code error} member. */
public final class ErrorCodec {
    private ErrorCodec() {}

    /**
     * The error that a JSON value holds, or null when it holds none. Also reads the flat form that some servers use
     * ({@code message} at the top, a {@code code} that is a number).
     */
    public static @Nullable ApiError find(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return null;
        }
        JsonValue nested = object.member("error");
        if (nested instanceof JsonString message) {
            return new ApiError(message.value(), null, null, null, JsonObject.EMPTY);
        }
        if (nested instanceof JsonObject inner) {
            return read(inner);
        }
        boolean flat = object.member("message") instanceof JsonString && object.member("choices") == null;
        return flat ? read(object) : null;
    }

    private static ApiError read(JsonObject object) {
        JsonInput in = JsonInput.response(object, "error");
        return new ApiError(
                text(in.json("message"), "the server gave no message"),
                nullableText(in.json("type")),
                nullableText(in.json("param")),
                nullableText(in.json("code")),
                in.additional());
    }

    private static String text(@Nullable JsonValue value, String otherwise) {
        String text = nullableText(value);
        return text == null ? otherwise : text;
    }

    private static @Nullable String nullableText(@Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        return value instanceof JsonString string ? string.value() : Json.write(value);
    }

    /** Writes an error; all of its four members are always there, and a type that is null as {@code server_error}. */
    public static byte[] encode(ApiError error) {
        Utf8Buffer buffer = new Utf8Buffer();
        JsonOutput out = new JsonOutput(buffer);
        String type = error.type();
        out.members(JsonObject.EMPTY)
                .member(
                        "error",
                        error,
                        value -> out.members(value.additional())
                                .string("message", value.message())
                                .string("type", type == null ? "server_error" : type)
                                .stringOrNull("param", value.param())
                                .stringOrNull("code", value.code())
                                .end())
                .end();
        return buffer.toByteArray();
    }
}
