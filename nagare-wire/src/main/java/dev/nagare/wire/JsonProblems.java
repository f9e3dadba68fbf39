package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words the errors of {@link JsonInput}: for a request as the original service does, for a response by its place. */
final class JsonProblems {
    /** The longest piece of a caller's own text that an error repeats, in characters. */
    static final int MAX_ECHO = 60;

    private final JsonInput.Dialect dialect;

    JsonProblems(JsonInput.Dialect dialect) {
        this.dialect = dialect;
    }

    WireException missing(String path) {
        return problem(path, "missing_required_parameter", "Missing required parameter: '" + path + "'.");
    }

    WireException wrongType(String path, String expected, String actual) {
        return problem(
                path,
                "invalid_type",
                "Invalid type for '" + path + "': expected " + expected + ", but got " + actual + " instead.");
    }

    WireException emptyArray(String path) {
        return problem(
                path,
                "empty_array",
                "Invalid '" + path
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    WireException outOfRange(String path, String literal, long minimum, long maximum) {
        boolean below = literal.startsWith("-");
        return problem(
                path,
                below ? "integer_below_min_value" : "integer_above_max_value",
                "Invalid '" + path + "': integer " + (below ? "below minimum" : "above maximum")
                        + " value. Expected a value " + (below ? ">= " + minimum : "<= " + maximum)
                        + ", but got " + echo(literal) + " instead.");
    }

    WireException tooLarge(String path) {
        return problem(path, "invalid_value", "Invalid '" + path + "': the number is too large for a double.");
    }

    InvalidRequestException belowMinimum(String path, boolean decimal, String minimum, String value) {
        String kind = decimal ? "decimal" : "integer";
        return invalidRequest(
                "Invalid '" + path + "': " + kind + " below minimum value. Expected a value >= " + minimum
                        + ", but got " + value + " instead.",
                path,
                kind + "_below_min_value");
    }

    InvalidRequestException aboveMaximum(String path, boolean decimal, String maximum, String value) {
        String kind = decimal ? "decimal" : "integer";
        return invalidRequest(
                "Invalid '" + path + "': " + kind + " above maximum value. Expected a value <= " + maximum
                        + ", but got " + value + " instead.",
                path,
                kind + "_above_max_value");
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
        if (dialect == JsonInput.Dialect.REQUEST) {
            return invalidRequest(message, path, code);
        }
        return new MalformedJsonException(message);
    }
}
