package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.client.NagareClientException;
import dev.nagare.client.RetryPolicy;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The client under test of the test kit's guide: whatever somebody wrote who asks a model for a text. */
final class MyClient {
    private final ChatClient client;
    private final AtomicReference<@Nullable ChatCompletionStream> current = new AtomicReference<>();

    MyClient(String url) {
        client = ChatClient.builder()
                .baseUrl(url)
                .sslContext(TestTls.context())
                .apiKey("any")
                .retries(RetryPolicy.DEFAULT.withFirstPause(Duration.ofMillis(1)))
                .build();
    }

    /** Asks and waits for the whole answer. */
    String ask(String question) {
        try (ChatCompletionStream stream = begin(question)) {
            return stream.completion().choices().get(0).message().text();
        } catch (NagareClientException e) {
            throw new MyException(e);
        }
    }

    /** Asks without waiting. */
    ChatCompletionStream begin(String question) {
        ChatCompletionStream stream = client.stream(ChatCompletionRequest.builder()
                .model("m")
                .message(UserMessage.of(question))
                .build());
        current.set(stream);
        return stream;
    }

    /** Gives up what was asked last. */
    void cancel() {
        ChatCompletionStream stream = current.get();
        if (stream != null) {
            stream.close();
        }
    }
}
