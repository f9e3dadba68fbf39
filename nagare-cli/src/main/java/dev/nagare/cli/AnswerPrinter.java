package dev.nagare.cli;

import dev.nagare.wire.Utf8Buffer;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows an answer as it comes, and one closing line about it.
 *
 * @param <C> the type of chunk
 */
final class AnswerPrinter<C> {
    private final Terminal terminal;
    private final Function<C, String> text;
    private final BiConsumer<C, Utf8Buffer> json;
    private final Predicate<C> filtered;

    /**
     * A printer.
     *
     * @param text what a chunk adds to the answer
     * @param json writes a chunk as the wire has it
     * @param filtered whether a chunk says that a content filter ended the answer
     */
    AnswerPrinter(Terminal terminal, Function<C, String> text, BiConsumer<C, Utf8Buffer> json, Predicate<C> filtered) {
        this.terminal = terminal;
        this.text = text;
        this.json = json;
        this.filtered = filtered;
    }

    /**
     * Shows the answer piece by piece until its end, or until nobody reads it.
     *
     * @param filter whose content filter it is that may end the answer
     * @return everything that was said
     * @throws FailedAnswer after showing what came, when the answer was cut, failed, or was ended by a content filter
     */
    String print(Answer<C> answer, Stopwatch watch, boolean asJson, String filter) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        boolean blocked = false;
        Thread stop = stopOnInterrupt(answer);
        boolean read = true;
        try (answer) {
            for (C chunk = answer.next(); chunk != null; chunk = answer.next()) {
                String piece = text.apply(chunk);
                blocked |= filtered.test(chunk);
                if (!piece.isEmpty()) {
                    watch.text();
                    said.append(piece);
                }
                if (read && !show(chunk, piece, asJson)) {
                    // Whoever read this has had enough, which is no error.
                    read = false;
                    answer.close();
                }
            }
        } catch (FailedAnswer e) {
            finishLine(said, asJson);
            throw e;
        } finally {
            withdraw(stop);
        }
        if (read) {
            finishLine(said, asJson);
            terminal.tell(watch.closingLine(answer.usage()));
            if (blocked) {
                throw FailedAnswer.filtered(filter + " ended this answer");
            }
        }
        return said.toString();
    }

    private boolean show(C chunk, String piece, boolean asJson) {
        if (asJson) {
            Utf8Buffer line = new Utf8Buffer();
            json.accept(chunk, line);
            return terminal.show(line.append((byte) '\n').toString());
        }
        return piece.isEmpty() || terminal.show(piece);
    }

    private void finishLine(StringBuilder said, boolean asJson) {
        if (!asJson && !said.isEmpty() && said.charAt(said.length() - 1) != '\n') {
            terminal.show("\n");
        }
    }

    /** On Ctrl-C the JVM ends with 130 by itself; this frees the other side first. */
    private static @Nullable Thread stopOnInterrupt(Answer<?> answer) {
        Thread hook = new Thread(answer::close, "stop-answer");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return hook;
        } catch (IllegalStateException e) {
            answer.close();
            return null;
        }
    }

    private static void withdraw(@Nullable Thread hook) {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // The JVM is on its way down, and the hook has done its work.
        }
    }
}
