package org.example;

import dev.nagare.client.ChatClient;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;

/** Streams an answer. Arguments: the base URL, the prompt. */
public final class Main {
    public static void main(String[] args) {
        ChatClient client = ChatClient.builder().baseUrl(args[0]).build();
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("any")
                .message(UserMessage.of(args[1]))
                .temperature(0.0)
                .build();
        try (var stream = client.stream(request)) {
            stream.text().forEach(System.out::print);
        }
        System.out.println();
    }
}
