package dev.nagare.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML 1.2 file as nodes that know where they stand, and the problems that it has: each with file, line and column.
 *
 * <p>Nothing is made of the nodes but text, so tags do nothing. Size, depth and aliases of lists and maps are bounded; an
 * alias may still make a small file long or endless, so whoever goes through it stops at a depth and a number of its own.
 */
final class YamlFile {
    /** The most that a file may have. */
    static final int MEBIBYTES = 1;

    private final String label;
    private final Problems problems;

    /**
     * A file that is yet to be read.
     *
     * @param label what it is called in problems
     * @param problems where problems go
     */
    YamlFile(String label, Problems problems) {
        this.label = label;
        this.problems = problems;
    }

    /** A key of a map and its value. */
    record Member(ScalarNode key, Node value) {}

    /** What stands in the file; null when that is nothing, or when a problem was added. */
    @Nullable
    Node read(TextFile.Source source) {
        List<String> unread = new ArrayList<>();
        String text = TextFile.read(label, source, MEBIBYTES, unread);
        if (text == null) {
            unread.forEach(problems::add);
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(MEBIBYTES << 20)
                .setAllowRecursiveKeys(false)
                .setAllowNonScalarKeys(true)
                .build();
        ShallowParser parser = new ShallowParser(new ParserImpl(settings, new StreamReader(settings, text)));
        try {
            Composer composer = new Composer(settings, parser);
            Node root = composer.getSingleNode().orElse(null);
            return root == null || root.getTag().equals(Tag.NULL) ? null : root;
        } catch (MarkedYamlEngineException e) {
            problems.add(placeOf(e.getProblemMark()), ": " + oneLine(e.getProblem()) + hint(e.getProblem()));
        } catch (ReaderException e) {
            problems.add(
                    placeOf(text, text.indexOf(e.getCodePoint())),
                    String.format(Locale.ROOT, ": the character U+%04X cannot stand in YAML", e.getCodePoint()));
        } catch (YamlVersionException e) {
            problems.add(Place.of(label), ": it is not YAML 1.2");
        } catch (YamlEngineException e) {
            problems.add(placeOf(parser.place()), ": " + oneLine(String.valueOf(e.getMessage())));
        }
        return null;
    }

    /** What the parser says, which may quote a character that ends a line. */
    private static String oneLine(String problem) {
        return problem.replaceAll("[\\s\\p{Cntrl}\u0085\u2028\u2029]+", " ");
    }

    private static String hint(String problem) {
        return problem.startsWith("found unknown escape")
                ? "; in double quotes a backslash is YAML's own, in single quotes it is a backslash"
                : "";
    }

    /**
     * The members of a map by their keys. What is no known key, or comes twice, is told and left out.
     *
     * @param kind what a key names, such as {@code setting}
     */
    Map<String, Member> members(MappingNode map, String kind, Collection<String> known) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (NodeTuple pair : map.getValue()) {
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                problem(pair.getKeyNode(), "a key is the name of a " + kind + ", not " + nameOf(pair.getKeyNode()));
                continue;
            }
            String name = key.getValue();
            Member before = members.get(name);
            if (before != null) {
                problem(key, "'" + Kind.cut(name) + "' is set twice, first at " + place(before.key));
            } else if (!known.contains(name)) {
                String nearest = NearestName.of(name, known);
                problem(
                        key,
                        "there is no " + kind + " '" + Kind.cut(name) + "'"
                                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
            } else {
                members.put(name, new Member(key, pair.getValueNode()));
            }
        }
        return members;
    }

    /** The value of a member; null when there is none, or when a problem was added. */
    <T> @Nullable T value(@Nullable Member member, Kind<T> kind) {
        if (member == null) {
            return null;
        }
        String text = text(member.value);
        if (text == null) {
            problem(member.value, member.key.getValue() + " takes " + kind.takes() + ", not " + nameOf(member.value));
            return null;
        }
        try {
            return kind.parse(text);
        } catch (IllegalArgumentException e) {
            problem(member.value, member.key.getValue() + " " + e.getMessage());
            return null;
        }
    }

    /** Adds a problem that stands at a node. */
    void problem(Node node, String what) {
        problems.add(placeOf(node), ": " + what);
    }

    /** File, line and column of a node. */
    String place(Node node) {
        return placeOf(node).text();
    }

    /** Where a node stands. */
    Place placeOf(Node node) {
        return placeOf(node.getStartMark());
    }

    private Place placeOf(Optional<Mark> mark) {
        return mark.map(start -> at(start.getLine() + 1, start.getColumn() + 1)).orElse(Place.of(label));
    }

    private Place placeOf(String text, int index) {
        if (index < 0) {
            return Place.of(label);
        }
        int line = 1
                + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
        return at(line, index - text.lastIndexOf('\n', index));
    }

    private Place at(int line, int column) {
        return new Place(label + ":" + line + ":" + column, line, column);
    }

    /** The text of a value that is one: nothing at all is none. */
    static @Nullable String text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : null;
    }

    /** What a node is, for whoever wrote it. */
    static String nameOf(Node node) {
        return switch (node) {
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            default -> node.getTag().equals(Tag.NULL) ? "nothing" : "a single value";
        };
    }
}
