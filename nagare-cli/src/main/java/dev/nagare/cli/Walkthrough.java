package dev.nagare.cli;

import dev.nagare.wire.ChatChoice;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.ChatCompletionCodec;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.UserMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The four steps of the walkthrough, as text of 80 columns. Each throws {@link ReaderLeft} when nobody reads it. */
final class Walkthrough {
    private static final int WIDTH = 80;
    private static final String COUNT =
            "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...";
    private static final String ADD = "What's 1+1? Answer in one word.";

    private final Terminal terminal;
    private final String url;

    Walkthrough(Terminal terminal, String url) {
        this.terminal = terminal;
        this.url = url;
    }

    void introduce() {
        say("How to stream completions, live.");
        say("A server with the built-in model listens on " + url);
        say("and is asked through the client library, nagare-client, at temperature 0.");
    }

    /** Step 1: the whole reply, and how to take its parts. */
    void wholeReply(Answers answers) throws InterruptedException {
        heading(1, "A chat completion without streaming");
        ask(COUNT);
        say("    ChatCompletion completion = client.chat(request);");
        say("");
        long began = terminal.nanos().getAsLong();
        ChatCompletion completion = answers.wholeChat(request(COUNT).build());
        say("Received in full " + since(began) + " after the request:");
        say("");
        wrapped(json(ChatCompletionCodec.encode(completion)));
        ChatChoice choice = completion.choices().getFirst();
        say("");
        say("Its parts:");
        say("");
        say("    completion.choices().getFirst().message()");
        say("        role     " + choice.message().role());
        say("        content  " + shortened(choice.message().text()));
        say("    completion.choices().getFirst().finishReason()");
        say("        " + choice.finishReason());
    }

    /** Step 2: the stream, chunk by chunk. */
    void chunkByChunk(Answers answers) throws InterruptedException {
        heading(2, "The same endpoint, streamed");
        ask(ADD);
        say("    for (ChatCompletionChunk chunk : client.stream(request)) { ... }");
        say("");
        say("Each event is one chunk; its delta holds what is new.");
        try (Answer<ChatCompletionChunk> answer =
                answers.chat(request(ADD).stream(true).build())) {
            for (ChatCompletionChunk chunk = answer.next(); chunk != null; chunk = answer.next()) {
                say("");
                wrapped(json(ChatCompletionChunkCodec.encode(chunk)));
                for (ChunkChoice choice : chunk.choices()) {
                    say("      role " + quoted(choice.delta().role()) + "   content "
                            + quoted(choice.delta().content()) + "   finish reason " + quoted(choice.finishReason()));
                }
            }
        }
        say("");
        say("After the last chunk comes the line  data: [DONE]  and the stream is over.");
    }

    /** Step 3: when each piece comes, and how much sooner reading can begin. */
    void howMuchSooner(Answers answers, String how) throws InterruptedException {
        heading(3, "How much time streaming saves, " + how);
        ask(COUNT);
        terminal.tell("(waiting for the whole reply)");
        long began = terminal.nanos().getAsLong();
        answers.wholeChat(request(COUNT).build());
        double whole = millis(began);

        List<Double> arrivals = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        say("Each piece as it comes, with the milliseconds since the request:");
        say("");
        began = terminal.nanos().getAsLong();
        try (Answer<ChatCompletionChunk> answer =
                answers.chat(request(COUNT).stream(true).build())) {
            for (ChatCompletionChunk chunk = answer.next(); chunk != null; chunk = answer.next()) {
                String piece = ChatCommand.text(chunk);
                if (!piece.isEmpty()) {
                    double at = millis(began);
                    arrivals.add(at);
                    text.append(piece);
                    place(line, String.format(Locale.ROOT, "%6.0f %-5s", at, '"' + piece + '"'));
                }
            }
        }
        double streamed = millis(began);
        flush(line);
        say("");
        say("The pieces together: " + shortened(text.toString()));
        say("");
        chart(arrivals, streamed);
        say("");
        double first = arrivals.isEmpty() ? streamed : arrivals.getFirst();
        say(String.format(Locale.ROOT, "Whole:    nothing to read for %,.0f ms, then everything.", whole));
        say(String.format(
                Locale.ROOT, "Streamed: the first piece after %,.0f ms, the last after %,.0f ms.", first, streamed));
        say(String.format(Locale.ROOT, "Reading can begin %,.0f ms sooner.", whole - first));
    }

    /** Step 4: the token counts of a stream. */
    void tokenCounts(Answers answers) throws InterruptedException {
        heading(4, "The token counts of a stream");
        ask(ADD);
        say("With stream_options {\"include_usage\": true} every chunk has \"usage\": null,");
        say("and one more chunk comes before the end: no choices, and the counts.");
        ChatCompletionRequest request = request(ADD).stream(true)
                .streamOptions(StreamOptions.WITH_USAGE)
                .build();
        try (Answer<ChatCompletionChunk> answer = answers.chat(request)) {
            for (ChatCompletionChunk chunk = answer.next(); chunk != null; chunk = answer.next()) {
                say("");
                say("choices: " + (chunk.choices().isEmpty() ? "[]" : quoted(ChatCommand.text(chunk))));
                var usage = chunk.usage();
                say("usage:   "
                        + (usage == null
                                ? "null"
                                : usage.promptTokens() + " prompt + " + usage.completionTokens() + " completion = "
                                        + usage.totalTokens() + " total tokens"));
            }
        }
        say("");
    }

    private static ChatCompletionRequest.Builder request(String prompt) {
        return ChatCompletionRequest.builder()
                .model(Engines.BUILT_IN)
                .message(UserMessage.of(prompt))
                .temperature(0.0);
    }

    /** How many pieces came in each twelfth of the time. */
    private void chart(List<Double> arrivals, double total) {
        int bins = 12;
        int[] counts = new int[bins];
        for (double at : arrivals) {
            counts[(int) Math.min(bins - 1, at / Math.max(total, 1e-9) * bins)]++;
        }
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        say("Arrivals (each row is a twelfth of the time, each # some pieces):");
        for (int bin = 0; bin < bins; bin++) {
            String bar = "#".repeat((int) Math.round(48.0 * counts[bin] / most));
            say(String.format(Locale.ROOT, "  until %6.0f ms |%-48s %d", total * (bin + 1) / bins, bar, counts[bin]));
        }
    }

    private void place(StringBuilder line, String cell) {
        if (line.length() + cell.length() > WIDTH) {
            flush(line);
        }
        line.append(cell);
    }

    private void flush(StringBuilder line) {
        say(line.toString().stripTrailing());
        line.setLength(0);
    }

    private void heading(int step, String title) {
        say("");
        say(step + ". " + title);
        say("=".repeat(Math.min(WIDTH, title.length() + 3)));
    }

    private void ask(String prompt) {
        say("");
        wrapped("Asked: " + prompt);
        say("");
    }

    private void wrapped(String text) {
        for (int at = 0; at < text.length(); at += WIDTH) {
            say(text.substring(at, Math.min(text.length(), at + WIDTH)));
        }
    }

    private void say(String line) {
        if (!terminal.show(line + "\n")) {
            throw new ReaderLeft();
        }
    }

    private String since(long began) {
        return String.format(Locale.ROOT, "%,.0f ms", millis(began));
    }

    private double millis(long began) {
        return (terminal.nanos().getAsLong() - began) / 1e6;
    }

    private static String json(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 28) + " ... " + text.substring(text.length() - 22);
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "null" : '"' + value.toString() + '"';
    }
}
