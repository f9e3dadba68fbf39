package dev.nagare.cli;

import dev.nagare.guard.Detector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What the detectors are called in a policy file, one by one and in groups. */
final class DetectorNames {
    private static final String ALL = "all";

    /** Groups are named by what their categories begin with. */
    private static final List<String> GROUPS = List.of("pii", "secret");

    private DetectorNames() {}

    /** The name of a detector, such as {@code phone-jp}. */
    static String nameOf(Detector detector) {
        return Kinds.word(detector);
    }

    /** The detectors of a name or a list of names, each once and in the order of the pack; what is no name is told. */
    static Set<Detector> read(YamlFile yaml, Node node) {
        Set<Detector> detectors = EnumSet.noneOf(Detector.class);
        List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
        if (items.isEmpty()) {
            yaml.problem(node, "the list of detectors is empty; name one, or write 'all'");
        }
        for (Node item : items.subList(0, Math.min(items.size(), Problems.MOST))) {
            String name = YamlFile.text(item);
            List<Detector> named = name == null ? List.of() : named(name);
            if (named.isEmpty()) {
                yaml.problem(
                        item,
                        name == null
                                ? "detector takes a name or a list of names, not " + YamlFile.nameOf(item)
                                : "there is no detector '" + Kind.cut(name) + "'; " + instead(name));
            }
            detectors.addAll(named);
        }
        return detectors;
    }

    private static List<Detector> named(String name) {
        return Arrays.stream(Detector.values())
                .filter(detector -> name.equals(ALL)
                        || name.equals(nameOf(detector))
                        || (GROUPS.contains(name) && detector.category().startsWith(name + "/")))
                .toList();
    }

    private static String instead(String name) {
        List<String> known = new ArrayList<>(List.of(ALL));
        known.addAll(GROUPS);
        Arrays.stream(Detector.values()).map(DetectorNames::nameOf).forEach(known::add);
        String nearest = NearestName.of(name, known);
        return nearest == null ? "there are " + String.join(", ", known) : "did you mean '" + nearest + "'?";
    }
}
