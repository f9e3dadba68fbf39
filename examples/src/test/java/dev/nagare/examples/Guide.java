package dev.nagare.examples;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** Checks that sources of this module hold every snippet of a guide; the snippets, in order. */
    static List<String> compiledSnippets(String name, Path... files) throws IOException {
        String source = squeezed(sources(files));
        List<String> snippets = snippets(name);
        assertThat(snippets)
                .allSatisfy(snippet -> assertThat(source.contains(squeezed(snippet)))
                        .as(snippet)
                        .isTrue());
        return snippets;
    }

    private static List<String> snippets(String name) throws IOException {
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("..", "docs", name)));
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            snippets.add(matcher.group(1));
        }
        return snippets;
    }

    private static String sources(Path... files) throws IOException {
        StringBuilder sources = new StringBuilder();
        for (Path file : files) {
            sources.append(Files.readString(file));
        }
        return sources.toString();
    }

    /** Code without its white space, which is laid out to fit a page here and a screen there. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
