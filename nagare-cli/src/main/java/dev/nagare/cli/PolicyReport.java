package dev.nagare.cli;

import dev.nagare.guard.Action;
import dev.nagare.guard.Certificate;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what a policy looks for, how much it can hold back, and what it takes. */
final class PolicyReport {
    private static final int WIDEST = 44;

    /** How many rules a warning names. */
    private static final int MOST_NAMED = 5;

    private PolicyReport() {}

    /** The whole report; its last line ends. */
    static String of(WrittenPolicy written) {
        Policy policy = written.policy();
        StringBuilder text = new StringBuilder();
        text.append(policy.id())
                .append(": ")
                .append(count(policy.rules().size(), "rule"))
                .append(", ")
                .append(size(policy.bytes()))
                .append('\n');
        text.append("It ").append(certificate(policy)).append(".\n");
        text.append("Text in fields that nobody knows ")
                .append(
                        switch (policy.unknownFields()) {
                            case DROP -> "is left out";
                            case BLOCK -> "ends the answer";
                            case PASS -> "passes unseen";
                        })
                .append(".\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rule", "looks for", "action", "holds", "category"));
        for (WrittenRule each : written.rules()) {
            Rule rule = each.rule();
            rows.add(List.of(rule.name(), each.finds(), action(rule), Integer.toString(each.holds()), rule.category()));
        }
        table(rows, text);
        warnings(policy).forEach(warning -> text.append('\n').append(warning).append('\n'));
        return text.toString();
    }

    /** What whoever uses a policy should know of it; of each warning one line. */
    static List<String> warnings(Policy policy) {
        List<Rule> rules = policy.rulesThatMayMakeMatches();
        if (rules.isEmpty()) {
            return List.of();
        }
        String named = rules.stream()
                .limit(MOST_NAMED)
                .map(rule -> "'" + rule.name() + "'")
                .collect(Collectors.joining(", ", rules.size() == 1 ? "rule " : "rules ", ""));
        String more = rules.size() > MOST_NAMED ? " and " + (rules.size() - MOST_NAMED) + " more" : "";
        return List.of(
                "what replaces the matches of " + named + more + " may become part of a match, and no rule looks at"
                        + " that again; a replacement such as [x], which begins and ends with characters that no rule looks for,"
                        + " does not");
    }

    /** What a policy can hold back, as a part of a sentence. */
    static String certificate(Policy policy) {
        Certificate certificate = policy.certificate();
        if (certificate.maxCharacters() == 0) {
            return "holds nothing back";
        }
        String ofText = "holds back at most " + count(certificate.maxCharacters(), "character") + ", and "
                + count(certificate.maxInvisibleRun(), "invisible one") + " after each";
        return certificate.maxValue() == 0
                ? ofText
                : ofText + "; of a number in JSON " + count(certificate.maxValue(), "character") + " more";
    }

    /** A number of things. */
    static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024.0);
    }

    private static String action(Rule rule) {
        String name = Kinds.word(rule.action());
        return rule.action() == Action.REDACT ? name + " " + Kind.cut(rule.replacement()) : name;
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.min(WIDEST, Math.max(widths[i], row.get(i).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i))
                        .repeat(" ", Math.max(0, widths[i] - row.get(i).length()))
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
