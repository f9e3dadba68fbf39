package dev.nagare.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/** Writes compact JSON, and the members of a wire value in the order in which its codec names them. */
final class JsonOutput {
    private final Utf8Buffer out;

    JsonOutput(Utf8Buffer out) {
        this.out = out;
    }

    /** Writes any value. */
    void value(JsonValue value) {
        if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array.elements(), this::value);
        } else if (value instanceof JsonString string) {
            string(string.value());
        } else if (value instanceof JsonNumber number) {
            out.appendAscii(number.literal());
        } else if (value instanceof JsonBoolean bool) {
            bool(bool.value());
        } else {
            out.appendAscii("null");
        }
    }

    /** Writes a string. */
    void string(String value) {
        out.append((byte) '"').appendEscaped(value).append((byte) '"');
    }

    /** Writes a truth value. */
    void bool(boolean value) {
        out.appendAscii(value ? "true" : "false");
    }

    /** Writes a whole number. */
    void number(long value) {
        out.appendAscii(Long.toString(value));
    }

    /** Writes a number with the shortest digits that read back as the same double. */
    void number(double value) {
        out.appendAscii(format(value));
    }

    /** Writes a number, a whole one as an integer. */
    void parameter(double value) {
        out.appendAscii(shortest(value));
    }

    /** Writes an array, each element by the given writer. */
    <T> void array(List<T> elements, Consumer<? super T> writer) {
        out.append((byte) '[');
        boolean first = true;
        for (T element : elements) {
            if (!first) {
                out.append((byte) ',');
            }
            first = false;
            writer.accept(element);
        }
        out.append((byte) ']');
    }

    /** Begins an object whose unknown members and explicit nulls are these; {@link Members#end()} ends it. */
    Members members(JsonObject additional) {
        out.append((byte) '{');
        return new Members(additional);
    }

    private void object(JsonObject object) {
        members(object).end();
    }

    /**
     * The form in which the original service writes a number: the shortest digits that read back as the same double
     * (found by Schubfach, also where the JDK's are one longer), with at least one decimal, from 1e-5 to below 1e16;
     * beyond that with an exponent, such as {@code -3.1281633e-7}.
     */
    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        String shortest = NumberOutput.toString(value, true);
        int exponentAt = shortest.indexOf('E');
        if (exponentAt < 0) {
            return shortest;
        }
        double size = Math.abs(value);
        if (size >= 1e-5 && size < 1e16) {
            String plain = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.substring(0, exponentAt);
        if (digits.endsWith(".0")) {
            digits = digits.substring(0, digits.length() - 2);
        }
        return digits + "e" + shortest.substring(exponentAt + 1);
    }

    /** As {@link #format}, but a whole number without decimals, as people write {@code temperature} and servers expect. */
    static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : format(value);
    }

    /**
     * The members of one object, in the order of the calls. Where a component has no value, what {@code additional}
     * keeps under its name takes its place: mostly an explicit null; otherwise the member is left out.
     */
    final class Members {
        private final JsonObject additional;
        private final List<String> placed = new ArrayList<>(2);
        private boolean first = true;

        private Members(JsonObject additional) {
            this.additional = additional;
        }

        Members string(String name, @Nullable String value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                JsonOutput.this.string(value);
            }
            return this;
        }

        /** A word of a list that may grow. */
        <T> Members word(String name, @Nullable T value, Function<T, String> text) {
            return string(name, value == null ? null : text.apply(value));
        }

        Members bool(String name, @Nullable Boolean value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                JsonOutput.this.bool(value);
            }
            return this;
        }

        Members integer(String name, @Nullable Number value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                number(value.longValue());
            }
            return this;
        }

        Members decimal(String name, @Nullable Double value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                number(value);
            }
            return this;
        }

        /** A number whose whole values are written as integers. */
        Members parameter(String name, @Nullable Double value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                JsonOutput.this.parameter(value);
            }
            return this;
        }

        Members json(String name, @Nullable JsonValue value) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                JsonOutput.this.value(value);
            }
            return this;
        }

        /** A member written by the given writer. */
        <T> Members member(String name, @Nullable T value, Consumer<? super T> writer) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                writer.accept(value);
            }
            return this;
        }

        /** An object with any names, each member written by the given writer. */
        <T> Members map(String name, @Nullable Map<String, T> value, Consumer<? super T> writer) {
            return member(name, value, map -> {
                Members members = members(JsonObject.EMPTY);
                map.forEach((key, each) -> members.member(key, each, writer));
                members.end();
            });
        }

        /** A list, written even when it is empty. */
        <T> Members list(String name, @Nullable List<T> value, Consumer<? super T> writer) {
            if (value == null) {
                absent(name);
            } else {
                name(name);
                array(value, writer);
            }
            return this;
        }

        /** A list that stands for an absent member when it is empty. */
        <T> Members listUnlessEmpty(String name, List<T> value, Consumer<? super T> writer) {
            return list(name, value.isEmpty() ? null : value, writer);
        }

        /** A text that is written as null when it is null. */
        Members stringOrNull(String name, @Nullable String value) {
            return value == null ? json(name, JsonNull.NULL) : string(name, value);
        }

        /** The constant word of {@code object}, unless the value came with another. */
        Members object(String word) {
            return string("object", additional.member("object") == null ? word : null);
        }

        /** Writes what is left and ends the object. */
        void end() {
            for (Map.Entry<String, JsonValue> member : additional.members().entrySet()) {
                if (!placed.contains(member.getKey())) {
                    write(member.getKey());
                    JsonOutput.this.value(member.getValue());
                }
            }
            out.append((byte) '}');
        }

        private void absent(String name) {
            JsonValue kept = additional.member(name);
            if (kept != null) {
                name(name);
                JsonOutput.this.value(kept);
            }
        }

        private void name(String name) {
            if (additional.member(name) != null) {
                placed.add(name);
            }
            write(name);
        }

        private void write(String name) {
            if (!first) {
                out.append((byte) ',');
            }
            first = false;
            JsonOutput.this.string(name);
            out.append((byte) ':');
        }
    }
}
