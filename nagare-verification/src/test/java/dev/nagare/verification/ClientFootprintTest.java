package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.ChatClient;
import dev.nagare.wire.ChatCompletion;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

/** What an application takes in with the client: three parts, small, for Java 17, with nothing that needs configuration. */
class ClientFootprintTest {
    private static final long MAX_BYTES = 1_500_000;
    private static final int JAVA_17 = 61;

    private static final List<Path> PARTS =
            List.of(of(ChatClient.class), of(ChatCompletion.class), of(JsonParser.class));

    private static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder's files as a jar would hold them: deflated one by one. */
    private static long packed(Path part) throws IOException {
        if (Files.isRegularFile(part)) {
            return Files.size(part);
        }
        try (Stream<Path> files = Files.walk(part)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(ClientFootprintTest::deflated)
                    .sum();
        }
    }

    private static long deflated(Path file) {
        try {
            Deflater deflater = new Deflater();
            deflater.setInput(Files.readAllBytes(file));
            deflater.finish();
            byte[] out = new byte[1 << 16];
            long bytes = 150;
            while (!deflater.finished()) {
                bytes += deflater.deflate(out);
            }
            deflater.end();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theThreePartsAreSmallTogether() throws IOException {
        long bytes = 0;
        for (Path part : PARTS) {
            bytes += packed(part);
        }
        assertThat(bytes).isBetween(100_000L, MAX_BYTES);
    }

    /** Looks at the files of a part, which is a folder in a short build and a jar in a whole one. */
    private static void forEachFile(Path part, Consumer<Path> look) throws IOException {
        if (Files.isDirectory(part)) {
            forEachIn(part, look);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(part)) {
                forEachIn(jar.getPath("/"), look);
            }
        }
    }

    private static void forEachIn(Path root, Consumer<Path> look) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile).forEach(look);
        }
    }

    private static int classVersion(Path file) {
        try (DataInputStream data = new DataInputStream(Files.newInputStream(file))) {
            data.readInt();
            data.readUnsignedShort();
            return data.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theByteCodeIsForJava17() throws IOException {
        for (Path part : PARTS.subList(0, 2)) {
            AtomicInteger classes = new AtomicInteger();
            forEachFile(part, file -> {
                if (file.toString().endsWith(".class")) {
                    classes.incrementAndGet();
                    assertThat(classVersion(file)).as(file.toString()).isEqualTo(JAVA_17);
                }
            });
            assertThat(classes.get()).isGreaterThan(20);
        }
    }

    @Test
    void nothingNeedsConfigurationForANativeImage() throws IOException {
        for (Path part : PARTS.subList(0, 2)) {
            List<String> resources = new ArrayList<>();
            forEachFile(part, file -> {
                String name = file.toString();
                if (!name.endsWith(".class") && !name.startsWith("/META-INF/")) {
                    resources.add(name);
                }
            });
            assertThat(resources).isEmpty();
        }
    }
}
