package dev.nagare.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the words and phrases of the rules of one policy, in the policy file and in files beside it. */
final class PhraseReader {
    /** The most phrases of all rules together. */
    static final int MOST_PHRASES = 200_000;

    /** The most characters of all of them together. */
    static final int MOST_CHARACTERS = 4 << 20;

    private static final int MEBIBYTES = 16;
    private static final String COMMENT = "#";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final YamlFile yaml;
    private final @Nullable Path folder;
    private final Problems problems;
    private int phrases;
    private long characters;

    /**
     * A reader for one policy.
     *
     * @param folder where the policy file is; null where it may name no other file
     */
    PhraseReader(YamlFile yaml, @Nullable Path folder, Problems problems) {
        this.yaml = yaml;
        this.folder = folder;
        this.problems = problems;
    }

    /** The phrases of one rule, each with its place. */
    List<Given> read(MappingNode rule, Map<String, YamlFile.Member> members) {
        List<Given> found = new ArrayList<>();
        int before = problems.added();
        for (String key : List.of("words", "phrases")) {
            YamlFile.Member member = members.get(key);
            if (member != null) {
                list(key, member.value(), found);
            }
        }
        YamlFile.Member file = members.get("words-file");
        if (file != null) {
            file(file.value(), found);
        }
        if (found.isEmpty() && problems.added() == before) {
            yaml.problem(rule, "the rule has no words; write at least one");
        }
        return found;
    }

    private void list(String key, Node value, List<Given> found) {
        int before = problems.added();
        List<Node> items = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        for (Node item : items) {
            String text = YamlFile.text(item);
            if (text == null || text.isBlank()) {
                yaml.problem(
                        item,
                        key + " takes a word or a list of words, not "
                                + (text == null ? YamlFile.nameOf(item) + hint(item) : "a blank"));
            } else if (!add(yaml.place(item), text, found)) {
                return;
            }
            if (problems.added() - before > Problems.MOST) {
                return;
            }
        }
    }

    /** The word that YAML reads as nothing. */
    private static String hint(Node item) {
        return YamlFile.nameOf(item).equals("nothing")
                ? "; a word that means nothing in YAML, such as null, stands in quotes"
                : "";
    }

    private void file(Node value, List<Given> found) {
        String name = YamlFile.text(value);
        if (name == null || name.isBlank() || folder == null) {
            yaml.problem(
                    value,
                    "words-file takes the path of a text file with a phrase on each line"
                            + (name == null ? ", not " + YamlFile.nameOf(value) : ""));
            return;
        }
        Path file;
        try {
            file = folder.resolve(name);
        } catch (InvalidPathException e) {
            yaml.problem(value, "'" + Kind.cut(name) + "' cannot be the path of a file");
            return;
        }
        List<String> unreadable = new ArrayList<>();
        String text = TextFile.read(file.toString(), () -> Files.newInputStream(file), MEBIBYTES, unreadable);
        unreadable.forEach(problem -> problems.add(problem + " (words-file at " + yaml.place(value) + ")"));
        if (text == null) {
            return;
        }
        int line = 0;
        for (String each : (Iterable<String>) text.lines()::iterator) {
            line++;
            String phrase = (line == 1 && each.startsWith(BYTE_ORDER_MARK) ? each.substring(1) : each).strip();
            if (!phrase.isEmpty() && !phrase.startsWith(COMMENT) && !add(file + ":" + line, phrase, found)) {
                return;
            }
        }
    }

    /** Adds a phrase; false when there are too many. */
    private boolean add(String place, String phrase, List<Given> found) {
        phrases++;
        characters += phrase.length();
        if (phrases > MOST_PHRASES || characters > MOST_CHARACTERS) {
            problems.add(place + ": a policy has at most " + MOST_PHRASES + " phrases of " + MOST_CHARACTERS
                    + " characters together, and this is beyond them");
            return false;
        }
        found.add(new Given(Place.of(place), phrase));
        return true;
    }
}
