package dev.nagare.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a file of settings: a YAML 1.2 map whose keys are the names of {@link Settings}. Everything wrong is told with
 * file, line and column, all of it at once.
 *
 * <p>Only two levels deep and with values of a bounded length, so that aliases cannot do anything.
 */
final class ConfigFile {
    /** No path, address or name is longer. */
    private static final int LONGEST_VALUE = 8_192;

    private final YamlFile yaml;
    private final Map<Setting<?>, List<Given>> given = new LinkedHashMap<>();

    private ConfigFile(YamlFile yaml) {
        this.yaml = yaml;
    }

    /** The values in a file; what is wrong with it is added to the problems. */
    static Map<Setting<?>, List<Given>> read(Path file, Problems problems) {
        ConfigFile config = new ConfigFile(new YamlFile(file.toString(), problems));
        Node root = config.yaml.read(() -> Files.newInputStream(file));
        if (root instanceof MappingNode map) {
            config.map(map);
        } else if (root != null) {
            config.yaml.problem(root, "a configuration is a map of settings, not " + YamlFile.nameOf(root));
        }
        return config.given;
    }

    private void map(MappingNode map) {
        List<String> names = Settings.all().stream().map(Setting::name).toList();
        yaml.members(map, "setting", names)
                .forEach((name, member) -> value(Objects.requireNonNull(Settings.find(name)), member.value()));
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
                    yaml.problem(
                            value, setting.name() + " takes a map of names to models, not " + YamlFile.nameOf(value));
                }
            }
        }
        given.put(setting, values);
    }

    private void scalar(Setting<?> setting, Node value, String more, List<Given> values) {
        String text = YamlFile.text(value);
        if (text == null || text.length() > LONGEST_VALUE) {
            String instead = text == null ? YamlFile.nameOf(value) : "'" + Kind.cut(text) + "'";
            yaml.problem(value, setting.name() + " takes " + setting.kind().takes() + more + ", not " + instead);
        } else {
            values.add(new Given(yaml.placeOf(value).with(": " + setting.name()), text));
        }
    }

    private void pair(Setting<?> setting, NodeTuple pair, List<Given> values) {
        String name = YamlFile.text(pair.getKeyNode());
        String model = YamlFile.text(pair.getValueNode());
        if (name == null || model == null) {
            Node wrong = name == null ? pair.getKeyNode() : pair.getValueNode();
            yaml.problem(wrong, setting.name() + " takes a map of names to models, not " + YamlFile.nameOf(wrong));
        } else if (name.length() + model.length() > LONGEST_VALUE) {
            yaml.problem(
                    pair.getKeyNode(), setting.name() + " takes names of at most " + LONGEST_VALUE + " characters");
        } else {
            values.add(new Given(yaml.placeOf(pair.getKeyNode()).with(": " + setting.name()), name + "=" + model));
        }
    }
}
