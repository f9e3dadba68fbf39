package dev.nagare.cli;

import dev.nagare.guard.Policy;
import dev.nagare.guard.PolicyException;
import dev.nagare.guard.UnknownFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a policy: a YAML 1.2 map with a name, rules, and what becomes of what no rule can see. Everything wrong is told with
 * file, line and column, and with what to write instead.
 */
final class PolicyFile {
    /** What the name of a policy looks like. */
    static final String NAME = "[A-Za-z0-9._-]{1,64}";

    /** What a policy may say. */
    static final List<String> KEYS = List.of("name", "rules", "unknown-fields", "invisible-run");

    /** The most rules of a policy. */
    static final int MOST_RULES = 1_000;

    /** How long to look for one more rule that cannot be compiled, in nanoseconds. */
    private static final long SOON = TimeUnit.SECONDS.toNanos(3);

    private static final Kind<String> NAMES =
            Kinds.matching("NAME", "1 to 64 letters, digits, dots, dashes and underscores", Pattern.compile(NAME));
    private static final Kind<UnknownFields> UNKNOWN_FIELDS = Kinds.word(UnknownFields.class);
    private static final Kind<Integer> RUN = Kinds.number("N", 0, 10_000);

    private final YamlFile yaml;
    private final Problems problems;

    private PolicyFile(YamlFile yaml, Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
    }

    /** The policy, or null when problems were added. */
    static @Nullable WrittenPolicy read(PolicySource source, List<String> problems) {
        String missing = source.missing();
        if (missing != null) {
            problems.add(missing);
            return null;
        }
        Problems own = new Problems();
        YamlFile yaml = new YamlFile(source.label(), own);
        Node root = yaml.read(source.text());
        WrittenPolicy policy = null;
        if (root instanceof MappingNode map) {
            policy = new PolicyFile(yaml, own).policy(map, source);
        } else if (root != null) {
            yaml.problem(root, "a policy is a map with 'rules', not " + YamlFile.nameOf(root));
        } else if (own.isEmpty()) {
            own.add(source.label() + ": there is no policy in it; write 'rules:' and a list of rules");
        }
        problems.addAll(own.asFound(source.label()));
        return own.isEmpty() ? policy : null;
    }

    /**
     * The policy.
     *
     * @throws WrongPolicy when something is wrong with it
     */
    static WrittenPolicy require(PolicySource source) {
        List<String> problems = new ArrayList<>();
        WrittenPolicy policy = read(source, problems);
        if (policy == null) {
            throw new WrongPolicy(problems);
        }
        return policy;
    }

    private @Nullable WrittenPolicy policy(MappingNode map, PolicySource source) {
        Map<String, YamlFile.Member> members = yaml.members(map, "property of a policy", KEYS);
        String name = yaml.value(members.get("name"), NAMES);
        UnknownFields unknownFields = yaml.value(members.get("unknown-fields"), UNKNOWN_FIELDS);
        Integer invisibleRun = yaml.value(members.get("invisible-run"), RUN);
        List<WrittenRule> rules = rules(map, members.get("rules"), source);
        if (!problems.isEmpty()) {
            refused(rules);
            return null;
        }
        Policy.Builder builder = Policy.builder(name == null ? source.name() : name);
        if (unknownFields != null) {
            builder.unknownFields(unknownFields);
        }
        if (invisibleRun != null) {
            builder.invisibleRun(invisibleRun);
        }
        rules.forEach(rule -> builder.rule(rule.rule()));
        try {
            return new WrittenPolicy(builder.build(), rules);
        } catch (PolicyException e) {
            WrittenRule culprit = rules.stream()
                    .filter(rule -> rule.rule().name().equals(e.rule()))
                    .findFirst()
                    .orElseThrow();
            String problem = culprit.problem();
            if (problem == null) {
                // It can be compiled, but not together with the others.
                problems.add(culprit.place() + ": " + e.getMessage());
                return null;
            }
            refused(rules);
            if (problems.isEmpty()) {
                problems.add(problem);
            }
            return null;
        }
    }

    /** Adds what keeps each rule by itself from being compiled, as far as that is found soon. */
    private void refused(List<WrittenRule> rules) {
        long start = System.nanoTime();
        for (WrittenRule rule : rules) {
            if (problems.areMany() || System.nanoTime() - start > SOON) {
                return;
            }
            String problem = rule.problem();
            if (problem != null) {
                problems.add(problem);
            }
        }
    }

    private List<WrittenRule> rules(MappingNode map, YamlFile.@Nullable Member member, PolicySource source) {
        if (member == null) {
            yaml.problem(map, "a policy needs 'rules', a list of them");
            return List.of();
        }
        if (!(member.value() instanceof SequenceNode list)) {
            yaml.problem(member.value(), "rules takes a list of rules, not " + YamlFile.nameOf(member.value()));
            return List.of();
        }
        if (list.getValue().isEmpty()) {
            yaml.problem(list, "a policy needs at least one rule");
        }
        if (list.getValue().size() > MOST_RULES) {
            yaml.problem(
                    list,
                    "a policy has at most " + MOST_RULES + " rules, and this one "
                            + list.getValue().size() + "; one rule may have many words and detectors");
            return List.of();
        }
        RuleReader reader = new RuleReader(yaml, source, problems);
        Map<String, WrittenRule> rules = new LinkedHashMap<>();
        for (Node node : list.getValue()) {
            for (WrittenRule rule : reader.read(node)) {
                WrittenRule before = rules.putIfAbsent(rule.rule().name(), rule);
                if (before != null) {
                    problems.add(rule.place() + ": there is another rule '"
                            + Kind.cut(rule.rule().name()) + "' at " + before.place()
                            + "; give this one a name of its own");
                }
            }
            if (problems.areMany()) {
                break;
            }
        }
        return List.copyOf(rules.values());
    }
}
