package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lists of our own modules agree: the BOM's and the parent's (docs/decisions/0001). */
class PublishedModulesTest {
    private static final Pattern OWN = Pattern.compile(
            "<groupId>dev\\.nagare</groupId>\\s*<artifactId>(nagare-[a-z]+)</artifactId>\\s*<version>\\$");
    private static final Set<String> NOT_A_LIBRARY = Set.of("nagare-cli");

    @Test
    void theBomListsEveryLibraryThatTheParentManages() throws IOException {
        Path root = ProjectFiles.root();
        Set<String> managed = own(root.resolve("pom.xml"));
        managed.removeAll(NOT_A_LIBRARY);
        assertThat(managed).hasSizeGreaterThanOrEqualTo(6);
        assertThat(own(root.resolve("nagare-bom/pom.xml"))).isEqualTo(managed);
    }

    private static Set<String> own(Path pom) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = OWN.matcher(Files.readString(pom));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
