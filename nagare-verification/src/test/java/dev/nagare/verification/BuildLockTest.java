package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for another's build, in {@code tools/build-app.sh}: a {@code sleep} of the test's own counts the seconds. */
class BuildLockTest {
    @TempDir
    Path root;

    private Path lock;
    private Path rounds;

    @BeforeEach
    void aLockAndABuildThatDoesNothing() throws IOException {
        lock = Files.createDirectories(root.resolve("target/build.lock"));
        rounds = Files.createFile(root.resolve("rounds"));
        script(
                "mvnw",
                "mkdir -p \"$ROOT/nagare-cli/target/app/lib\"",
                ": >\"$ROOT/nagare-cli/target/nagare-cli-0.jar\"");
    }

    @Test
    void whoeverHasNotSaidWhoItIsHasTenSecondsForIt() throws Exception {
        whileSleeping(":");
        assertThat(build()).isZero();
        assertThat(rounds).content().hasLineCount(10);
    }

    /** An owner that ends is followed by another, which has the lock and has not said so yet. */
    @Test
    void theTimeOfOneThatSaidWhoItIsIsNotCounted() throws Exception {
        Files.writeString(
                lock.resolve("owner"), Long.toString(ProcessHandle.current().pid()));
        whileSleeping("[ \"$(wc -l <\"$ROOT/rounds\")\" -ne 15 ] || rm \"$ROOT/target/build.lock/owner\"");
        assertThat(build()).isZero();
        assertThat(rounds).content().hasLineCount(15 + 10);
    }

    @Test
    void whoeverIsGoneIsNotWaitedFor() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor()).isZero();
        Files.writeString(lock.resolve("owner"), Long.toString(gone.pid()));
        whileSleeping(":");
        assertThat(build()).isZero();
        assertThat(rounds).isEmptyFile();
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        Files.writeString(
                lock.resolve("owner"), Long.toString(ProcessHandle.current().pid()));
        whileSleeping(":");
        assertThat(build()).isEqualTo(1);
        assertThat(rounds).content().hasLineCount(30);
        assertThat(lock).exists();
    }

    private void whileSleeping(String what) throws IOException {
        script("bin/sleep", "echo >>\"$ROOT/rounds\"", what);
    }

    private void script(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Builds, with the patience of half a minute. */
    private int build() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProjectFiles.root().resolve("tools/build-app.sh").toString(), root.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile());
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("NAGARE_BUILD_PATIENCE", "30");
        builder.environment()
                .merge("PATH", root.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
        Process build = builder.start();
        assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return build.exitValue();
    }
}
