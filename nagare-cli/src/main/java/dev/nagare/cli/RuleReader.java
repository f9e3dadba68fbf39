package dev.nagare.cli;

import dev.nagare.guard.Action;
import dev.nagare.guard.Detector;
import dev.nagare.guard.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the rules of one policy file. */
final class RuleReader {
    /** What a rule may say. */
    static final List<String> KEYS = List.of(
            "name",
            "words",
            "phrases",
            "words-file",
            "pattern",
            "detector",
            "match",
            "ignore-case",
            "folded",
            "action",
            "replacement",
            "category");

    private static final int LONGEST_PATTERN = 10_000;
    private static final int LONGEST_REPLACEMENT = 1_000;

    private static final Kind<String> NAME = Kinds.matching(
            "TEXT",
            "a name of 1 to 64 letters, digits, spaces and . _ / -",
            Pattern.compile("[\\p{L}\\p{M}\\p{N} ._/-]{1,64}"));
    private static final Kind<String> PATTERN = Kinds.matching(
            "TEXT",
            "a pattern, best in single quotes, of at most " + LONGEST_PATTERN + " characters",
            Pattern.compile(".{1," + LONGEST_PATTERN + "}", Pattern.DOTALL));
    private static final Kind<String> REPLACEMENT = Kinds.matching(
            "TEXT",
            "a text of at most " + LONGEST_REPLACEMENT + " characters",
            Pattern.compile(".{0," + LONGEST_REPLACEMENT + "}", Pattern.DOTALL));
    private static final Kind<Action> ACTION = Kinds.word(Action.class);
    private static final Kind<Boolean> SWITCH = Kinds.yesOrNo();
    private static final Kind<Match> MATCH = Kinds.word(Match.class);

    /** Where a match may stand. */
    private enum Match {
        WORD,
        WORD_START,
        ANYWHERE
    }

    private final YamlFile yaml;
    private final Problems problems;
    private final PhraseReader phrases;

    RuleReader(YamlFile yaml, PolicySource source, Problems problems) {
        this.yaml = yaml;
        this.problems = problems;
        this.phrases = new PhraseReader(yaml, source.folder(), problems);
    }

    /** The rules that one entry of the list makes: one for each detector, otherwise one; none when problems were added. */
    List<WrittenRule> read(Node node) {
        if (!(node instanceof MappingNode map)) {
            yaml.problem(node, "a rule is a map with 'name' and what it looks for, not " + YamlFile.nameOf(node));
            return List.of();
        }
        int before = problems.added();
        Map<String, YamlFile.Member> members = yaml.members(map, "property of a rule", KEYS);
        String name = yaml.value(members.get("name"), NAME);
        if (!members.containsKey("name")) {
            yaml.problem(map, "a rule needs a 'name', by which it is reported");
        }
        UnaryOperator<Rule> how = how(members);
        List<WrittenRule> rules = looksFor(map, members, name == null ? "" : name, how);
        return problems.added() == before ? rules : List.of();
    }

    private List<WrittenRule> looksFor(
            MappingNode map, Map<String, YamlFile.Member> members, String name, UnaryOperator<Rule> how) {
        List<String> kinds = Stream.of(
                        Stream.of("words", "phrases", "words-file")
                                .filter(members::containsKey)
                                .limit(1),
                        Stream.of("pattern", "detector").filter(members::containsKey))
                .flatMap(kind -> kind)
                .toList();
        if (kinds.isEmpty() && members.size() < map.getValue().size()) {
            // What a key that is not known was meant to be is not known, so what is missing is not known either.
            return List.of();
        }
        if (kinds.size() != 1) {
            yaml.problem(
                    map,
                    kinds.isEmpty()
                            ? "a rule needs something to look for: 'words', 'words-file', 'pattern' or 'detector'"
                            : "a rule looks for one kind of thing, not for both '" + kinds.get(0) + "' and '"
                                    + kinds.get(1) + "'; make it two rules");
            return List.of();
        }
        return switch (kinds.getFirst()) {
            case "pattern" -> pattern(members, name, how);
            case "detector" -> detectors(members, name, how);
            default -> words(map, members, name, how);
        };
    }

    /** What becomes of a match, whatever is looked for. */
    private UnaryOperator<Rule> how(Map<String, YamlFile.Member> members) {
        Action action = yaml.value(members.get("action"), ACTION);
        String replacement = yaml.value(members.get("replacement"), REPLACEMENT);
        String category = yaml.value(members.get("category"), NAME);
        if (replacement != null && action != Action.REDACT) {
            unfit(members, "replacement", "is for 'action: redact'");
        }
        return rule -> {
            Rule named = category == null ? rule : rule.category(category);
            return switch (action == null ? Action.BLOCK : action) {
                case BLOCK -> named.block();
                case REDACT -> named.redact(replacement == null ? Rule.REPLACEMENT : replacement);
                case ANNOTATE -> named.annotate();
            };
        };
    }

    private List<WrittenRule> words(
            MappingNode map, Map<String, YamlFile.Member> members, String name, UnaryOperator<Rule> how) {
        unfit(members, "ignore-case", "is for patterns: words are found whatever their case");
        unfit(members, "folded", "is for patterns: words always are");
        UnaryOperator<Rule> where = where(members, Match.WORD);
        List<Given> all = phrases.read(map, members);
        Function<List<String>, Rule> ofPhrases = texts -> how.apply(where.apply(Rule.phrases(name, texts)));
        Rule rule = ofPhrases.apply(all.stream().map(Given::text).toList());
        String finds = all.size() == 1 ? "1 phrase" : all.size() + " phrases";
        return List.of(new WrittenRule(rule, finds, place(map, members), all, ofPhrases));
    }

    private List<WrittenRule> pattern(Map<String, YamlFile.Member> members, String name, UnaryOperator<Rule> how) {
        YamlFile.Member member = members.get("pattern");
        String pattern = yaml.value(member, PATTERN);
        Boolean ignoreCase = yaml.value(members.get("ignore-case"), SWITCH);
        Boolean folded = yaml.value(members.get("folded"), SWITCH);
        UnaryOperator<Rule> where = where(members, Match.ANYWHERE);
        if (pattern == null || member == null) {
            return List.of();
        }
        Rule rule = where.apply(Rule.pattern(name, pattern));
        if (Boolean.TRUE.equals(ignoreCase)) {
            rule = rule.ignoreCase();
        }
        if (Boolean.TRUE.equals(folded)) {
            rule = rule.folded();
        }
        return List.of(written(how.apply(rule), "pattern " + Kind.cut(pattern), yaml.place(member.value())));
    }

    private List<WrittenRule> detectors(Map<String, YamlFile.Member> members, String name, UnaryOperator<Rule> how) {
        unfit(members, "match", "is for words and patterns: a detector knows its own edges");
        unfit(members, "ignore-case", "is for patterns");
        unfit(members, "folded", "is for patterns");
        YamlFile.Member member = members.get("detector");
        if (member == null) {
            return List.of();
        }
        Set<Detector> detectors = DetectorNames.read(yaml, member.value());
        List<WrittenRule> rules = new ArrayList<>();
        for (Detector detector : detectors) {
            String shown = DetectorNames.nameOf(detector);
            String own = detectors.size() == 1 ? name : name + "/" + shown;
            rules.add(
                    written(how.apply(Rule.detector(own, detector)), "detector " + shown, yaml.place(member.value())));
        }
        return rules;
    }

    private UnaryOperator<Rule> where(Map<String, YamlFile.Member> members, Match otherwise) {
        Match match = yaml.value(members.get("match"), MATCH);
        return switch (match == null ? otherwise : match) {
            case WORD -> Rule::wholeWords;
            case WORD_START -> Rule::wordStart;
            case ANYWHERE -> Rule::anywhere;
        };
    }

    private void unfit(Map<String, YamlFile.Member> members, String key, String why) {
        YamlFile.Member member = members.get(key);
        if (member != null) {
            yaml.problem(member.key(), "'" + key + "' " + why + "; leave it out");
        }
    }

    private static WrittenRule written(Rule rule, String finds, String place) {
        return new WrittenRule(rule, finds, place, List.of(), texts -> rule);
    }

    private String place(MappingNode map, Map<String, YamlFile.Member> members) {
        YamlFile.@Nullable Member name = members.get("name");
        return yaml.place(name == null ? map : name.value());
    }
}
