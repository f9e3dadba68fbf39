package dev.nagare.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads the tables of this package: files of lines {@code FIRST[..LAST];SYMBOL SYMBOL …} in hexadecimal. */
final class Tables {
    private Tables() {}

    /**
     * Reads a table.
     *
     * @param name its file
     */
    static List<Row> read(String name) {
        try (InputStream in = Tables.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the table " + name + " is missing from nagare-guard");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Tables::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        int semicolon = line.indexOf(';');
        int range = line.indexOf("..");
        int first = Integer.parseInt(line, 0, range < 0 ? semicolon : range, 16);
        int last = range < 0 ? first : Integer.parseInt(line, range + 2, semicolon, 16);
        String right = line.substring(semicolon + 1);
        int[] symbols = right.isEmpty()
                ? new int[0]
                : Arrays.stream(right.split(" ", -1))
                        .mapToInt(hex -> Integer.parseInt(hex, 16))
                        .toArray();
        return new Row(first, last, symbols);
    }

    /**
     * A line.
     *
     * @param first the first code point that it is about
     * @param last the last one
     * @param symbols what it says of each
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(int first, int last, int[] symbols) {}
}
