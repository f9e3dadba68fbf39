package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.client.StreamTiming;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;
import java.time.Duration;
import java.util.Objects;

/** Section 3: how much time is saved by streaming, that is, how long before the end reading can begin. */
public final class TimeSaved {
    private TimeSaved() {}

    /** Asks the server at the given base URL, or the one that the environment names. */
    public static void main(String[] args) {
        ChatClient client =
                args.length > 0 ? ChatClient.builder().baseUrl(args[0]).build() : ChatClient.fromEnvironment();
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("gpt-4o-mini")
                .message(UserMessage.of(
                        "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ..."))
                .temperature(0.0)
                .build();

        try (ChatCompletionStream stream = client.stream(request)) {
            long began = System.nanoTime();
            for (String text : stream.text()) {
                System.out.printf("%.3f seconds after request: \"%s\"%n", (System.nanoTime() - began) / 1e9, text);
            }
            System.out.println("Full conversation received: "
                    + stream.completion().choices().get(0).message().text());

            // The stream has timed itself: the moment when the bytes came, whatever the program did meanwhile.
            StreamTiming timing = stream.timing();
            Duration first = Objects.requireNonNull(timing.firstContent(), "nothing was said");
            Duration total = Objects.requireNonNull(timing.total(), "the stream has ended");
            System.out.printf(
                    "First text after %d ms, all of it after %d ms: reading can begin %d ms sooner.%n",
                    first.toMillis(), total.toMillis(), total.minus(first).toMillis());
        }
    }
}
