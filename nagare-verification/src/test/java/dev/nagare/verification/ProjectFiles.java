package dev.nagare.verification;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the project's files from wherever the tests run. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** The folder that holds the launcher. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("nagare"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds ./nagare");
        }
        return folder;
    }
}
