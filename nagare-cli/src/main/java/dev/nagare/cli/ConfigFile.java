package dev.nagare.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
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
 * Reads a file of settings: a YAML 1.2 map whose keys are the names of {@link Settings}. Everything wrong is told with
 * file, line and column, all of it at once.
 *
 * <p>The file is read as nodes, never as objects, and only two levels deep, so that neither tags nor aliases can do
 * anything; its size is bounded.
 */
final class ConfigFile {
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final Map<Setting<?>, List<Given>> given = new LinkedHashMap<>();
    private final List<String> problems;

    private ConfigFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The values in a file; what is wrong with it is added to the problems. */
    static Map<Setting<?>, List<Given>> read(Path file, List<String> problems) {
        ConfigFile config = new ConfigFile(file, problems);
        try {
            config.map(config.text());
        } catch (CharacterCodingException e) {
            problems.add(file + ": it is not UTF-8");
        } catch (IOException e) {
            problems.add(file + ": it cannot be read: " + e);
        } catch (MarkedYamlEngineException e) {
            problems.add(config.place(e.getProblemMark()) + ": " + e.getProblem());
        } catch (YamlVersionException e) {
            problems.add(file + ": it is not YAML 1.2");
        } catch (YamlEngineException e) {
            problems.add(file + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return config.given;
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private void map(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(MOST_BYTES)
                .setAllowRecursiveKeys(false)
                .setAllowNonScalarKeys(true)
                .build();
        Composer composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
        Optional<Node> root = composer.getSingleNode();
        if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
            return;
        }
        if (!(root.get() instanceof MappingNode map)) {
            problems.add(place(root.get()) + ": a configuration is a map of settings, not " + nameOf(root.get()));
            return;
        }
        Map<String, String> seen = new HashMap<>();
        for (NodeTuple pair : map.getValue()) {
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                problems.add(place(pair.getKeyNode()) + ": a key is the name of a setting, not "
                        + nameOf(pair.getKeyNode()));
                continue;
            }
            String before = seen.putIfAbsent(key.getValue(), place(key));
            if (before != null) {
                problems.add(place(key) + ": '" + Kind.cut(key.getValue()) + "' is set twice, first at " + before);
                continue;
            }
            Setting<?> setting = Settings.find(key.getValue());
            if (setting == null) {
                unknown(key);
            } else {
                value(setting, pair.getValueNode());
            }
        }
    }

    private void unknown(ScalarNode key) {
        String nearest = NearestName.of(
                key.getValue(), Settings.all().stream().map(Setting::name).toList());
        problems.add(place(key) + ": there is no setting '" + Kind.cut(key.getValue()) + "'"
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    private void value(Setting<?> setting, Node value) {
        List<Given> values = new ArrayList<>();
        switch (setting.shape()) {
            case ONE -> scalar(setting, value, "", values);
            case LIST -> {
                if (value instanceof SequenceNode list) {
                    list.getValue().forEach(item -> scalar(setting, item, "", values));
                } else {
                    scalar(setting, value, " or a list of them", values);
                }
            }
            case MAP -> {
                if (value instanceof MappingNode map) {
                    map.getValue().forEach(pair -> pair(setting, pair, values));
                } else {
                    problems.add(place(value) + ": " + setting.name() + " takes a map of names to models, not "
                            + nameOf(value));
                }
            }
        }
        given.put(setting, values);
    }

    private void scalar(Setting<?> setting, Node value, String more, List<Given> values) {
        String text = text(value);
        if (text == null) {
            problems.add(place(value) + ": " + setting.name() + " takes "
                    + setting.kind().takes() + more + ", not " + nameOf(value));
        } else {
            values.add(new Given(place(value) + ": " + setting.name(), text));
        }
    }

    private void pair(Setting<?> setting, NodeTuple pair, List<Given> values) {
        String name = text(pair.getKeyNode());
        String model = text(pair.getValueNode());
        if (name == null || model == null) {
            Node wrong = name == null ? pair.getKeyNode() : pair.getValueNode();
            problems.add(
                    place(wrong) + ": " + setting.name() + " takes a map of names to models, not " + nameOf(wrong));
        } else {
            values.add(new Given(place(pair.getKeyNode()) + ": " + setting.name(), name + "=" + model));
        }
    }

    /** The text of a value that is one: nothing at all is none. */
    private static @Nullable String text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : null;
    }

    private static String nameOf(Node node) {
        return switch (node) {
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            default -> node.getTag().equals(Tag.NULL) ? "nothing" : "a single value";
        };
    }

    private String place(Node node) {
        return place(node.getStartMark());
    }

    private String place(Optional<Mark> mark) {
        return mark.map(at -> file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse(file.toString());
    }
}
