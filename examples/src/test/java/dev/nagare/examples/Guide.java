package dev.nagare.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java snippets of one of the guides in {@code docs}. */
final class Guide {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Guide() {}

    /** The snippets, in order. */
    static List<String> snippets(String name) throws IOException {
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("..", "docs", name)));
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            snippets.add(matcher.group(1));
        }
        return snippets;
    }

    /** The sources of this module, one after another. */
    static String sources(Path... files) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path file : files) {
            sources.append(Files.readString(file));
        }
        return sources.toString();
    }

    /** Code without its white space, which is laid out to fit a page here and a screen there. */
    static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
