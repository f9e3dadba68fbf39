package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.guard.Detector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/moderation.md name everything that a policy file may hold, and nothing else. */
class PolicyGuideTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9-]+)`(?:, `([a-z0-9-]+)`)? \\|.*");
    private static final Pattern DETECTOR = Pattern.compile("\\| `([a-z0-9-]+)` \\|.*\\| `([a-z]+/[a-z-]+)` \\|");

    @Test
    void everyKeyIsInItsTable() throws IOException {
        assertThat(keys(section("### The whole file", "### A rule"))).containsExactlyElementsOf(PolicyFile.KEYS);
        assertThat(keys(section("### A rule", "A rule has one of"))).containsExactlyElementsOf(RuleReader.KEYS);
    }

    @Test
    void everyDetectorIsInItsTableWithItsCategory() throws IOException {
        Stream<String> rows = section("A pattern is made of", "`all` stands for")
                .lines()
                .map(DETECTOR::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2));
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Detector.values())
                        .map(detector -> DetectorNames.nameOf(detector) + " " + detector.category())
                        .toList());
    }

    @Test
    void theBoundsAreThoseOfTheReader() throws IOException {
        assertThat(section("A rule has one of", "A pattern is made of").replaceAll("\\s+", " "))
                .contains("at most %,d, of %d Mi characters"
                        .formatted(PhraseReader.MOST_PHRASES, PhraseReader.MOST_CHARACTERS >> 20))
                .contains("the policy file " + YamlFile.MEBIBYTES + " MiB")
                .contains("at most " + ShallowParser.DEEPEST + " deep");
        assertThat(section("### The whole file", "### A rule"))
                .contains("at most %,d rules".formatted(PolicyFile.MOST_RULES));
    }

    private static List<String> keys(String table) {
        List<String> keys = new ArrayList<>();
        table.lines().map(ROW::matcher).filter(Matcher::matches).forEach(row -> {
            keys.add(row.group(1));
            if (row.group(2) != null) {
                keys.add(row.group(2));
            }
        });
        return keys;
    }

    private static String section(String from, String to) throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "moderation.md"));
        return guide.substring(guide.indexOf("\n" + from), guide.indexOf("\n" + to));
    }
}
