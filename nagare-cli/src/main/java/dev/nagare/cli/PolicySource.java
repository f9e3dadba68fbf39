package dev.nagare.cli;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a policy is written down: a file, or one of those that come with the command.
 *
 * @param label what it is called in problems
 * @param text opens it
 * @param folder where the files are that it names; null where it may name none
 * @param name what the policy is called unless it says otherwise
 */
record PolicySource(
        String label, TextFile.Source text, @Nullable Path folder, String name) {
    /** The policies that come with the command, by their names. */
    static final List<String> SHIPPED = List.of("pii", "words");

    private static final String UNNAMED = "policy";

    /**
     * The source that {@code --policy} names: a name of {@link #SHIPPED}, otherwise the path of a file.
     *
     * @throws IllegalArgumentException when it can be neither
     */
    static PolicySource of(String text) {
        if (SHIPPED.contains(text)) {
            return new PolicySource(text + ".yaml", () -> shipped(text), null, text);
        }
        try {
            Path file = Path.of(text);
            Path parent = file.getParent();
            return new PolicySource(
                    text, () -> Files.newInputStream(file), parent == null ? Path.of("") : parent, nameOf(file));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + Kind.cut(text) + "' cannot be the path of a file", e);
        }
    }

    /** What is wrong when there is nothing; null when there is something, or when looking was refused. */
    @Nullable
    String missing() {
        if (folder == null || !Files.notExists(Path.of(label))) {
            return null;
        }
        String nearest = NearestName.of(label, SHIPPED);
        return Kind.cut(label) + ": there is no such file, and no policy of this name comes with nagare: "
                + (nearest == null ? String.join(" and ", SHIPPED) + " do" : "did you mean '" + nearest + "'?");
    }

    /**
     * What is written there.
     *
     * @throws WrongPolicy when it cannot be read
     */
    String read() {
        List<String> problems = new ArrayList<>();
        String all = TextFile.read(label, text, YamlFile.MEBIBYTES, problems);
        if (all == null) {
            throw new WrongPolicy(problems);
        }
        return all;
    }

    private static InputStream shipped(String name) throws FileNotFoundException {
        InputStream in = PolicySource.class.getResourceAsStream("policy-" + name + ".yaml");
        if (in == null) {
            throw new FileNotFoundException("policy-" + name + ".yaml");
        }
        return in;
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        return name.matches(PolicyFile.NAME) ? name : UNNAMED;
    }
}
