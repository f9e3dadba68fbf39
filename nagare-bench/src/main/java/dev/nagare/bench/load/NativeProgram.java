package dev.nagare.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the C programs beside this module's Java, compiled with gcc into {@code target} before it runs.
 *
 * @param file the compiled program
 */
record NativeProgram(Path file) {
    /** Compiles {@code src/main/c/NAME.c} of the module in this folder. */
    static NativeProgram compile(Path module, String name) {
        Path file = module.resolve("target").resolve(name);
        List<String> command = List.of(
                "gcc",
                "-O2",
                "-std=gnu17",
                "-Wall",
                "-Wextra",
                "-o",
                file.toString(),
                module.resolve("src/main/c").resolve(name + ".c").toString());
        try {
            Files.createDirectories(module.resolve("target"));
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("gcc ended with " + exit);
            }
            return new NativeProgram(file);
        } catch (IOException e) {
            throw new UncheckedIOException("gcc is needed for the floor and the readers", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Child start(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return Child.start(String.valueOf(file.getFileName()), command);
    }
}
