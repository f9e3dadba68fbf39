package dev.nagare.cli;

import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Message;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.SystemMessage;
import dev.nagare.wire.UserMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Streams the answer to a prompt, or holds a conversation. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Streams the answer to PROMPT to the terminal, piece by piece, as it is generated.",
            "",
            "Without PROMPT: a conversation, when a person sits at the terminal; otherwise the prompt is read from "
                    + "standard input. The answer goes to standard output; a closing line with the times and token counts "
                    + "goes to standard error.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  nagare chat \"What's 1+1? Answer in one word.\"",
            "  nagare chat --pace 20 \"Count to 50.\"",
            "  echo \"Name the days of the week.\" | nagare chat",
            "  nagare chat --url https://api.openai.com/v1 -m gpt-4o-mini \"Say hello.\"",
            "  nagare chat --json \"Count to 3.\" | jq -r '.choices[].delta.content'"
        })
final class ChatCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engines engines;

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "What to ask.")
    private @Nullable String prompt;

    @Option(
            names = {"-s", "--system"},
            paramLabel = "TEXT",
            description = "Instructions that come before the conversation.")
    private @Nullable String system;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    ChatCommand(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        source.check(terminal);
        sampling.check();
        List<Message> conversation = new ArrayList<>();
        if (system != null) {
            conversation.add(SystemMessage.of(system));
        }
        String question = prompt;
        if (question == null && !terminal.interactive()) {
            question = terminal.in().lines().collect(Collectors.joining("\n")).strip();
        }
        if (question != null && question.isEmpty()) {
            terminal.tell("nagare: the prompt is empty");
            return ExitCode.USAGE;
        }
        try (Answers answers = engines.answers(source)) {
            if (question != null) {
                ask(answers, conversation, question);
            } else {
                converse(answers, conversation);
            }
        }
        return ExitCode.OK;
    }

    private void converse(Answers answers, List<Message> conversation) throws IOException, InterruptedException {
        terminal.tell("Ask something; an empty line, /exit or Ctrl-D ends it.");
        while (true) {
            terminal.err().print("> ");
            terminal.err().flush();
            String line = terminal.in().readLine();
            if (line == null || line.isBlank() || line.strip().equals("/exit")) {
                return;
            }
            try {
                ask(answers, conversation, line.strip());
            } catch (FailedAnswer e) {
                // One answer failed; the conversation goes on without it.
                conversation.removeLast();
                Failure.tell(terminal, e);
            }
        }
    }

    private void ask(Answers answers, List<Message> conversation, String question) throws InterruptedException {
        conversation.add(UserMessage.of(question));
        boolean here = source.server(terminal) == null;
        ChatCompletionRequest request =
                ChatCompletionRequest.builder().model(engines.modelName(source)).messages(conversation).stream(
                                source.whole ? null : Boolean.TRUE)
                        .streamOptions(source.whole ? null : StreamOptions.WITH_USAGE)
                        .temperature(sampling.temperature(here))
                        .maxTokens(sampling.maxTokens)
                        .seed(sampling.seed)
                        .stop(sampling.stop)
                        .build();
        Stopwatch watch = new Stopwatch(terminal.nanos());
        String answer = source.whole
                ? WholeAnswers.chat(terminal, answers, request, watch, source.json)
                : new AnswerPrinter<>(
                                terminal, ChatCommand::text, ChatCompletionChunkCodec::encode, ChatCommand::isFiltered)
                        .print(answers.chat(request), watch, source.json, answers.filter());
        conversation.add(AssistantMessage.of(answer));
    }

    /** The text that a chunk adds to the first choice. */
    static String text(ChatCompletionChunk chunk) {
        StringBuilder text = new StringBuilder();
        for (ChunkChoice choice : chunk.choices()) {
            if (choice.index() == 0) {
                append(text, choice.delta().content());
                append(text, choice.delta().refusal());
            }
        }
        return text.toString();
    }

    /** Whether a chunk says that a content filter ended the first choice. */
    private static boolean isFiltered(ChatCompletionChunk chunk) {
        return chunk.choices().stream()
                .anyMatch(choice -> choice.index() == 0 && FinishReason.CONTENT_FILTER.equals(choice.finishReason()));
    }

    private static void append(StringBuilder text, @Nullable String piece) {
        if (piece != null) {
            text.append(piece);
        }
    }
}
