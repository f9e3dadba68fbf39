package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * Takes JSON values for what they should be, or says what they are instead.
 *
 * <p>Of two dialects. A request's errors are told to whoever sent it, in the original service's words; a response's say
 * where the value differs from the protocol. Neither quotes a value of unbounded length.
 */
abstract class JsonTypes {
    /** How an error is told. */
    enum Dialect {
        REQUEST,
        RESPONSE
    }

    private final Dialect dialect;

    JsonTypes(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean isRequest() {
        return dialect == Dialect.REQUEST;
    }

    /** How errors are worded. */
    JsonProblems problems() {
        return new JsonProblems(dialect);
    }

    String asString(JsonValue value, String where) {
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw wrongType(where, "a string", value);
    }

    boolean asBoolean(JsonValue value, String where) {
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw wrongType(where, "a boolean", value);
    }

    int asInt(JsonValue value, String where) {
        return (int) asLong(value, where, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    long asLong(JsonValue value, String where) {
        return asLong(value, where, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A whole number in any notation, such as 5, 5.0 or 1e3. */
    long asLong(JsonValue value, String where, long minimum, long maximum) {
        if (!(value instanceof JsonNumber number)) {
            throw wrongType(where, "an integer", value);
        }
        String literal = number.literal();
        double decimal = Double.parseDouble(literal);
        if (decimal != Math.rint(decimal)) {
            throw wrongType(where, "an integer", value);
        }
        Long whole = number.isPlain() ? wholeNumber(literal) : fromDouble(decimal);
        if (whole == null ? decimal < 0 : whole < minimum) {
            throw problems().belowMinimum(where, "integer", Long.toString(minimum), literal);
        }
        if (whole == null || whole > maximum) {
            throw problems().aboveMaximum(where, "integer", Long.toString(maximum), literal);
        }
        return whole;
    }

    /** Null when it is beyond the range of a long. */
    static @Nullable Long wholeNumber(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Null when it is beyond the range of a long. */
    private static @Nullable Long fromDouble(double whole) {
        return Math.abs(whole) < 0x1p63 ? (Long) (long) whole : null;
    }

    double asDouble(JsonValue value, String where) {
        return asDouble(value, where, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    double asDouble(JsonValue value, String where, double minimum, double maximum) {
        if (!(value instanceof JsonNumber number)) {
            throw wrongType(where, "a decimal", value);
        }
        double parsed = Double.parseDouble(number.literal());
        if (parsed < minimum) {
            throw problems().belowMinimum(where, "decimal", JsonOutput.shortest(minimum), number.literal());
        }
        if (parsed > maximum) {
            throw problems().aboveMaximum(where, "decimal", JsonOutput.shortest(maximum), number.literal());
        }
        return parsed;
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

    WireException wrongType(String where, String expected, JsonValue value) {
        return problems().wrongType(where, expected, kind(value));
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
            return number.isPlain() ? "an integer" : "a decimal";
        } else if (value instanceof JsonBoolean) {
            return "a boolean";
        } else {
            return "null";
        }
    }
}
