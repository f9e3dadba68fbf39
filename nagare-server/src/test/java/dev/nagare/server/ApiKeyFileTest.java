package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of keys, and what happens when it changes. */
class ApiKeyFileTest {
    @TempDir
    Path folder;

    private final List<Set<String>> told = new ArrayList<>();

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }

    @Test
    void aChangeIsReadWithinTheSameTick() throws IOException {
        ApiKeyFile file = new ApiKeyFile(write("alice:one"), told::add);
        file.check();
        assertThat(told).isEmpty();
        write("alice:two");
        assertThat(file.keys().find("one")).as("not before it is looked at").isNotNull();
        file.check();
        assertThat(file.keys().find("one")).isNull();
        assertThat(file.keys().find("two")).isNotNull();
        assertThat(told).containsExactly(Set.of("alice"));
    }

    @Test
    void aBrokenOrMissingFileKeepsTheKeys() throws IOException {
        Path path = write("alice:one");
        ApiKeyFile file = new ApiKeyFile(path, told::add);
        write("nonsense");
        file.check();
        file.check();
        assertThat(file.keys().find("one")).isNotNull();
        Files.delete(path);
        file.check();
        file.check();
        assertThat(file.keys().find("one")).isNotNull();
        assertThat(told).isEmpty();
        write("bob:three");
        file.check();
        assertThat(file.keys().find("three")).isNotNull();
        assertThat(file.keys().find("one")).isNull();
    }

    @Test
    void theFirstReadingMustSucceed() throws IOException {
        assertThatThrownBy(() -> new ApiKeyFile(folder.resolve("none"), told::add))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("none").toString());
        Path path = write("alice:one\nbob:");
        assertThatThrownBy(() -> new ApiKeyFile(path, told::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the API keys in " + path + " are wrong: line 2 has no key");
        Path large = write("#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> new ApiKeyFile(large, told::add)).hasMessageContaining("larger than");
        Path latin = Files.write(folder.resolve("keys"), new byte[] {'a', ':', (byte) 0xe4});
        assertThatThrownBy(() -> new ApiKeyFile(latin, told::add))
                .hasMessage("cannot read " + latin + ": it is not UTF-8");
    }
}
