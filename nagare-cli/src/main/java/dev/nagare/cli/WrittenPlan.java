package dev.nagare.cli;

import java.util.List;
import java.util.regex.Pattern;

/** Writes what holds for a server as a configuration file that says the same. */
final class WrittenPlan {
    /** What YAML reads as itself and not as a number, a truth or nothing. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.+-]*");

    private WrittenPlan() {}

    /** The whole file; what is not set stands in it as a comment. */
    static String of(ServePlan plan) {
        StringBuilder text = new StringBuilder();
        for (Section section : Section.values()) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append("# ")
                    .append(section.title())
                    .append('\n');
            for (Setting<?> setting : Settings.all()) {
                if (setting.section() == section) {
                    write(plan, setting, text);
                }
            }
        }
        return text.toString();
    }

    private static <T> void write(ServePlan plan, Setting<T> setting, StringBuilder text) {
        List<String> values =
                plan.all(setting).stream().map(setting.kind().show()).toList();
        if (values.isEmpty()) {
            text.append("# ").append(setting.name()).append(":\n");
            return;
        }
        text.append(setting.name()).append(':');
        switch (setting.shape()) {
            case ONE -> text.append(' ').append(scalar(values.getFirst()));
            case LIST -> values.forEach(value -> text.append("\n  - ").append(scalar(value)));
            case MAP ->
                values.forEach(value -> {
                    Alias alias = Alias.of(value);
                    text.append("\n  ")
                            .append(scalar(alias.name()))
                            .append(": ")
                            .append(scalar(alias.model()));
                });
        }
        text.append('\n');
    }

    /** Plain where it cannot be misread: numbers and times are read as text anyway. */
    private static String scalar(String value) {
        boolean plain = PLAIN.matcher(value).matches() || value.matches("[0-9]+(\\.[0-9]+)*([A-Za-z]+)?");
        return plain && !value.equals("null") ? value : "'" + value.replace("'", "''") + "'";
    }
}
