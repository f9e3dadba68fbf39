package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.Usage;
import dev.nagare.wire.UserMessage;

/** Section 4: the token counts of a streamed answer, which come in a last chunk that has no choices. */
public final class TokenUsage {
    private TokenUsage() {}

    /** Asks the server at the given base URL, or the one that the environment names. */
    public static void main(String[] args) {
        ChatClient client =
                args.length > 0 ? ChatClient.builder().baseUrl(args[0]).build() : ChatClient.fromEnvironment();
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("gpt-4o-mini")
                .message(UserMessage.of("What's 1+1? Answer in one word."))
                .temperature(0.0)
                .streamOptions(StreamOptions.WITH_USAGE)
                .build();

        try (ChatCompletionStream stream = client.stream(request)) {
            for (ChatCompletionChunk chunk : stream) {
                System.out.println("choices: " + chunk.choices());
                System.out.println("usage: " + chunk.usage());
            }
            Usage usage = stream.usage().orElseThrow();
            System.out.println(usage.promptTokens() + " prompt + " + usage.completionTokens() + " completion = "
                    + usage.totalTokens() + " total tokens");
        }
    }
}
