package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;

/** Section 1: a typical chat completion, which comes when it is whole, and how to take its parts. */
public final class WholeReply {
    private WholeReply() {}

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

        long began = System.nanoTime();
        ChatCompletion completion = client.chat(request);
        System.out.printf("Full response received %.2f seconds after request%n", (System.nanoTime() - began) / 1e9);

        AssistantMessage reply = completion.choices().get(0).message();
        System.out.println("Full completion: " + completion);
        System.out.println("Extracted reply: " + reply);
        System.out.println("Extracted content: " + reply.text());
    }
}
