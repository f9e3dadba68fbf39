package dev.nagare.bench.load;

import java.util.HashMap;
import java.util.Map;

/**
 * What a program said in one line of {@code name=value}.
 *
 * @param byName the values
 */
public record Values(Map<String, Double> byName) {
    static Values parse(String line) {
        Map<String, Double> values = new HashMap<>();
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
        }
        return new Values(Map.copyOf(values));
    }

    /** The value of this name, which must be there. */
    public double of(String name) {
        Double value = byName.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value " + name + " in " + byName);
        }
        return value;
    }

    /** The value of this name in milliseconds, which was said in microseconds. */
    double millis(String name) {
        return of(name + "_us") / 1e3;
    }
}
