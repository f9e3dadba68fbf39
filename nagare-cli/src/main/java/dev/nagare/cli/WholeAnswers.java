package dev.nagare.cli;

import dev.nagare.wire.ChatChoice;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionCodec;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionCodec;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows answers that were waited for as a whole. */
final class WholeAnswers {
    private WholeAnswers() {}

    /**
     * Asks, waits, shows; returns what was said.
     *
     * @throws FailedAnswer after showing it, when a content filter ended it
     */
    static String chat(
            Terminal terminal, Answers answers, ChatCompletionRequest request, Stopwatch watch, boolean asJson)
            throws InterruptedException {
        ChatCompletion completion = answers.wholeChat(request);
        ChatChoice choice = completion.choices().getFirst();
        String text = choice.message().text();
        String said =
                text.isEmpty() ? Objects.requireNonNullElse(choice.message().refusal(), "") : text;
        show(terminal, asJson ? json(ChatCompletionCodec.encode(completion)) : said, watch, completion.usage());
        check(choice.finishReason(), answers);
        return said;
    }

    /** Asks, waits, shows. */
    static void complete(Terminal terminal, Answers answers, CompletionRequest request, Stopwatch watch, boolean asJson)
            throws InterruptedException {
        Completion completion = answers.wholeCompletion(request);
        CompletionChoice choice = completion.choices().getFirst();
        show(terminal, asJson ? json(CompletionCodec.encode(completion)) : choice.text(), watch, completion.usage());
        check(choice.finishReason(), answers);
    }

    private static void check(@Nullable FinishReason reason, Answers answers) {
        if (FinishReason.CONTENT_FILTER.equals(reason)) {
            throw FailedAnswer.filtered(answers.filter() + " ended this answer");
        }
    }

    private static String json(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static void show(Terminal terminal, String text, Stopwatch watch, @Nullable Usage usage) {
        if (terminal.show(text.endsWith("\n") ? text : text + "\n")) {
            terminal.tell(watch.closingLine(usage));
        }
    }
}
