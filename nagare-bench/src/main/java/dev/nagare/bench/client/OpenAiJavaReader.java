package dev.nagare.bench.client;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/** OpenAI's client for Java, as its guide says to read a stream. */
final class OpenAiJavaReader implements StreamingClient {
    private final OpenAIClient client;

    OpenAiJavaReader(String url) {
        client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("any").build();
    }

    @Override
    public void read(TextSink sink) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("any")
                .addUserMessage("When is the tide?")
                .build();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            response.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .filter(text -> !text.isEmpty())
                    .forEach(sink::text);
        }
    }
}
