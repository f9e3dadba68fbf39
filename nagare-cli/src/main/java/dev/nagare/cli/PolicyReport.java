package dev.nagare.cli;

import dev.nagare.guard.Action;
import dev.nagare.guard.Certificate;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what a policy looks for, how much it can hold back, and what it takes. */
final class PolicyReport {
    private static final int WIDEST = 44;

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
        for (Rule rule : policy.rules()) {
            if (rule.mayJoinWords()) {
                text.append("\nRule '")
                        .append(rule.name())
                        .append(
                                "' may make a word of what stands before and after a match, and no rule looks at that\n")
                        .append("again. Give it a replacement with other characters than letters, such as [x], or")
                        .append(" match: word.\n");
            }
        }
        return text.toString();
    }

    /** What a policy can hold back, as a part of a sentence. */
    static String certificate(Policy policy) {
        Certificate certificate = policy.certificate();
        if (certificate.maxCharacters() == 0) {
            return "holds nothing back";
        }
        return "holds back at most " + count(certificate.maxCharacters(), "character") + ", and "
                + count(certificate.maxInvisibleRun(), "invisible one") + " after each";
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
