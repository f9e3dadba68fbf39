package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words the errors of values: for a request as the original service does, for a response by its place. */
final class JsonProblems {
    /** The longest piece of a caller's own text that an error repeats, in characters. */
    static final int MAX_ECHO = 60;

    private final JsonTypes.Dialect dialect;

    JsonProblems(JsonTypes.Dialect dialect) {
        this.dialect = dialect;
    }

    WireException missing(String path) {
        return problem(
                path,
                "missing_required_parameter",
                dialect == JsonTypes.Dialect.REQUEST
                        ? "Missing required parameter: '" + path + "'."
                        : "the required member '" + path + "' is missing");
    }

    WireException wrongType(String path, String expected, String actual) {
        return problem(
                path,
                "invalid_type",
                "Invalid type for '" + path + "': expected " + expected + ", but got " + actual + " instead.");
    }

    /** A number that is too small; {@code kind} is {@code integer} or {@code decimal}. */
    WireException belowMinimum(String path, String kind, String minimum, String literal) {
        return problem(
                path,
                kind + "_below_min_value",
                "Invalid '" + path + "': " + kind + " below minimum value. Expected a value >= " + minimum
                        + ", but got " + echo(literal) + " instead.");
    }

    /** A number that is too large; {@code kind} is {@code integer} or {@code decimal}. */
    WireException aboveMaximum(String path, String kind, String maximum, String literal) {
        return problem(
                path,
                kind + "_above_max_value",
                "Invalid '" + path + "': " + kind + " above maximum value. Expected a value <= " + maximum
                        + ", but got " + echo(literal) + " instead.");
    }

    WireException emptyArray(String path) {
        return problem(
                path,
                "empty_array",
                "Invalid '" + path
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    WireException arrayTooLong(String path, int maximum, int length) {
        return problem(
                path,
                "array_above_max_length",
                "Invalid '" + path + "': array too long. Expected an array with maximum length " + maximum
                        + ", but got an array with length " + length + " instead.");
    }

    WireException emptyString(String path) {
        return problem(
                path,
                "empty_string",
                "Invalid '" + path
                        + "': empty string. Expected a string with minimum length 1, but got an empty string instead.");
    }

    WireException stringTooLong(String path, int maximum, int length) {
        return problem(
                path,
                "string_above_max_length",
                "Invalid '" + path + "': string too long. Expected a string with maximum length " + maximum
                        + ", but got a string with length " + length + " instead.");
    }

    WireException wrongPattern(String path, String pattern) {
        return problem(
                path,
                "invalid_value",
                "Invalid '" + path + "': string does not match pattern. Expected a string that matches the pattern '"
                        + pattern + "'.");
    }

    WireException tooManyProperties(String path, int maximum, int size) {
        return problem(
                path,
                "object_above_max_properties",
                "Invalid '" + path + "': too many properties. Expected an object with at most " + maximum
                        + " properties, but got an object with " + size + " properties instead.");
    }

    WireException propertyNameTooLong(String path, String name, int maximum) {
        return problem(
                path,
                "property_name_above_max_length",
                "Invalid property name in '" + path + "': '" + echo(name)
                        + "' is too long. Expected a string with maximum length " + maximum
                        + ", but got a string with length " + name.length() + " instead.");
    }

    WireException unsupportedValue(String path, String value, List<String> supported) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < supported.size(); i++) {
            list.append(i == 0 ? "'" : i == supported.size() - 1 ? ", and '" : ", '")
                    .append(supported.get(i))
                    .append('\'');
        }
        return problem(
                path, "invalid_value", "Invalid value: '" + echo(value) + "'. Supported values are: " + list + ".");
    }

    /** A piece of the caller's own text that is safe to repeat. */
    static String echo(String text) {
        StringBuilder safe = new StringBuilder();
        int end = Math.min(text.length(), MAX_ECHO);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) ? '?' : c);
        }
        return end < text.length() ? safe + "..." : safe.toString();
    }

    static InvalidRequestException invalidRequest(String message, @Nullable String param, @Nullable String code) {
        return new InvalidRequestException(
                new ApiError(message, "invalid_request_error", param, code, JsonObject.EMPTY));
    }

    private WireException problem(String path, String code, String message) {
        return dialect == JsonTypes.Dialect.REQUEST
                ? invalidRequest(message, path, code)
                : new MalformedJsonException(message);
    }
}
