package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/moderation.md, run by a shell in the order in which they stand there. */
class ModerationGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```(yaml|text|console)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("# (\\S+)\n");

    @TempDir
    Path folder;

    @Test
    void everyExampleDoesWhatTheGuideShows() throws IOException, InterruptedException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        script(tools.resolve("nagare"), "exec " + String.join(" ", quoted(Command.line("-Xmx256m"))) + " \"$@\"");
        // In place of a second: until what is held has been told, however slow this machine is.
        script(
                tools.resolve("sleep"),
                "n=0; until grep -q 'guard: held' \"$OUT\" || [ $n = 1200 ]; do n=$((n + 1)); "
                        + "/bin/sleep 0.1; done");
        String guide = Files.readString(ProjectFiles.root().resolve("docs/moderation.md"));
        int tried = 0;
        for (Matcher block = BLOCK.matcher(guide); block.find(); ) {
            Matcher file = FILE.matcher(block.group(2));
            if (block.group(1).equals("console")) {
                for (String example : block.group(2).split("(?m)^(?=\\$ )", -1)) {
                    if (!example.isEmpty()) {
                        tried += tryOut(tools, example);
                    }
                }
            } else if (file.lookingAt()) {
                Files.writeString(folder.resolve(file.group(1)), block.group(2));
            }
        }
        assertThat(tried).isGreaterThan(6);
    }

    private int tryOut(Path tools, String example) throws IOException, InterruptedException {
        String command = example.substring(2, example.indexOf('\n'));
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
        shell.environment().merge("PATH", tools.toString(), (path, first) -> first + File.pathSeparator + path);
        shell.environment().put("OUT", out.toString());
        Process process = shell.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(steady(Files.readString(out)))
                .as(command)
                .isEqualTo(steady(example.substring(example.indexOf('\n') + 1)));
        return 1;
    }

    /** Without what differs from one run to the next, and without blanks at the ends of lines. */
    private static String steady(String shown) {
        return shown.replaceAll("[0-9.]+ m?s\\b", "TIME")
                .replaceAll("[0-9,]+ tokens/s", "RATE")
                .replaceAll("[0-9.]+ [KM]iB", "SIZE")
                .replaceAll("(?m) +$", "");
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<String> quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add("'" + word.replace("'", "'\\''") + "'"));
        return quoted;
    }
}
