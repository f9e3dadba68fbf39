package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.UserMessage;

/** Section 2: the same endpoint, streamed; each event is a chunk, and its delta holds what is new. */
public final class StreamedReply {
    private StreamedReply() {}

    /** Asks the server at the given base URL, or the one that the environment names. */
    public static void main(String[] args) {
        ChatClient client =
                args.length > 0 ? ChatClient.builder().baseUrl(args[0]).build() : ChatClient.fromEnvironment();
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("gpt-4o-mini")
                .message(UserMessage.of("What's 1+1? Answer in one word."))
                .temperature(0.0)
                .build();

        // Leaving the block ends the stream, so that the server stops generating.
        try (ChatCompletionStream stream = client.stream(request)) {
            for (ChatCompletionChunk chunk : stream) {
                for (ChunkChoice choice : chunk.choices()) {
                    System.out.println("role: " + choice.delta().role() + ", content: "
                            + choice.delta().content() + ", finish reason: " + choice.finishReason());
                }
            }
        }
    }
}
