package dev.nagare.bench.client;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;

/** LangChain4j's client for OpenAI, on the JDK's HTTP client as it comes. */
final class LangChain4jReader implements StreamingClient {
    private final OpenAiStreamingChatModel model;

    LangChain4jReader(String url) {
        model = OpenAiStreamingChatModel.builder()
                .baseUrl(url)
                .apiKey("any")
                .modelName("any")
                .build();
    }

    @Override
    public void read(TextSink sink) throws Exception {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        model.chat("When is the tide?", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                sink.text(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                end.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        });
        end.get();
    }
}
