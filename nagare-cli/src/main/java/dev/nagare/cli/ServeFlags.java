package dev.nagare.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code serve}, made of the table of {@link Settings}, and their help in sections. */
final class ServeFlags {
    private static final Map<String, String> SHORT = Map.of("model", "-m", "port", "-p");

    /** A longer flag has its description on the next line. */
    private static final int WIDEST = 33;

    private ServeFlags() {}

    /** Adds a flag for each setting. */
    static void addTo(CommandLine serve) {
        serve.setUsageHelpLongOptionsMaxWidth(WIDEST);
        CommandSpec spec = serve.getCommandSpec();
        for (Setting<?> setting : Settings.all()) {
            spec.addOption(option(setting));
        }
        serve.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, ServeFlags::sections);
    }

    private static OptionSpec option(Setting<?> setting) {
        String shortName = SHORT.get(setting.name());
        String fallback = setting.shownFallback();
        boolean isSwitch = setting.kind().label().equals("true|false");
        OptionSpec.Builder option =
                shortName == null ? OptionSpec.builder(setting.flag()) : OptionSpec.builder(shortName, setting.flag());
        option.paramLabel(setting.kind().label())
                .description(
                        (setting.description() + (fallback.isEmpty() || isSwitch ? "" : " Default: " + fallback + "."))
                                .replace("%", "%%"));
        if (isSwitch) {
            option.arity("0..1").fallbackValue("true");
        } else {
            option.arity("1");
        }
        return setting.shape() == Setting.Shape.ONE
                ? option.type(String.class).build()
                : option.type(List.class).auxiliaryTypes(String.class).build();
    }

    /** What a command line gives. */
    static Map<Setting<?>, List<Given>> read(ParseResult parsed) {
        Map<Setting<?>, List<Given>> given = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.all()) {
            if (parsed.hasMatchedOption(setting.flag())) {
                List<String> texts = parsed.matchedOption(setting.flag()).stringValues();
                given.put(
                        setting,
                        texts.stream()
                                .map(text -> new Given(Place.of(setting.flag()), text))
                                .toList());
            }
        }
        return given;
    }

    private static String sections(Help help) {
        StringBuilder text = new StringBuilder();
        List<OptionSpec> options = help.commandSpec().options();
        section(
                help,
                text,
                "The command",
                options.stream().filter(option -> setting(option) == null).toList());
        for (Section section : Section.values()) {
            section(
                    help,
                    text,
                    section.title(),
                    options.stream()
                            .filter(option -> {
                                Setting<?> setting = setting(option);
                                return setting != null && setting.section() == section;
                            })
                            .toList());
        }
        return text.toString();
    }

    private static @Nullable Setting<?> setting(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .map(name -> Settings.find(name.substring(2)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static void section(Help help, StringBuilder text, String title, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
        layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
        text.append(title).append(":\n").append(layout).append('\n');
    }
}
