package dev.nagare.cli;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionChunkCodec;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.StreamOptions;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Streams the continuation of a text. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Streams the continuation of PROMPT, through the older completions endpoint: raw text, no conversation.",
            "",
            "At most 16 tokens unless --max-tokens says otherwise, as the endpoint has it. Without PROMPT the text is "
                    + "read from standard input.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  nagare complete \"1, 2, 3,\"",
            "  nagare complete --max-tokens 40 \"Monday, Tuesday,\""
        })
final class CompleteCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engines engines;

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The text to continue.")
    private @Nullable String prompt;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    CompleteCommand(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public Integer call() throws InterruptedException {
        source.check(terminal);
        sampling.check();
        String text = prompt;
        if (text == null) {
            if (terminal.interactive()) {
                terminal.tell("nagare: there is nothing to continue. Try 'nagare complete --help'.");
                return ExitCode.USAGE;
            }
            text = terminal.in().lines().collect(Collectors.joining("\n"));
        }
        boolean here = source.server(terminal) == null;
        try (Answers answers = engines.answers(source)) {
            CompletionRequest request =
                    CompletionRequest.builder().model(engines.modelName(source)).prompt(Prompt.of(text)).stream(
                                    source.whole ? null : Boolean.TRUE)
                            .streamOptions(source.whole ? null : StreamOptions.WITH_USAGE)
                            .temperature(sampling.temperature(here))
                            .maxTokens(sampling.maxTokens)
                            .seed(sampling.seed)
                            .stop(sampling.stop)
                            .build();
            Stopwatch watch = new Stopwatch(terminal.nanos());
            if (source.whole) {
                WholeAnswers.complete(terminal, answers, request, watch, source.json);
            } else {
                new AnswerPrinter<>(
                                terminal,
                                CompleteCommand::text,
                                CompletionChunkCodec::encode,
                                CompleteCommand::isFiltered)
                        .print(answers.complete(request), watch, source.json, answers.filter());
            }
        }
        return ExitCode.OK;
    }

    /** The text that a chunk adds to the first choice. */
    static String text(CompletionChunk chunk) {
        StringBuilder text = new StringBuilder();
        for (CompletionChoice choice : chunk.choices()) {
            if (choice.index() == 0) {
                text.append(choice.text());
            }
        }
        return text.toString();
    }

    /** Whether a chunk says that a content filter ended the first choice. */
    private static boolean isFiltered(CompletionChunk chunk) {
        return chunk.choices().stream()
                .anyMatch(choice -> choice.index() == 0 && FinishReason.CONTENT_FILTER.equals(choice.finishReason()));
    }
}
