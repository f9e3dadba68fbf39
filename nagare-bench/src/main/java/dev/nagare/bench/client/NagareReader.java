package dev.nagare.bench.client;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;

/** This project's client. */
final class NagareReader implements StreamingClient {
    private final ChatClient client;

    NagareReader(String url) {
        client = ChatClient.builder()
                .baseUrl(url)
                .apiKey("any")
                .maxBodyBytes(Long.MAX_VALUE)
                .build();
    }

    @Override
    public void read(TextSink sink) {
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("any")
                .message(UserMessage.of("When is the tide?"))
                .build();
        try (ChatCompletionStream stream = client.stream(request)) {
            for (String piece : stream.text()) {
                sink.text(piece);
            }
        }
    }
}
