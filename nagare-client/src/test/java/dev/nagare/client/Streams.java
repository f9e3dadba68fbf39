package dev.nagare.client;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.UserMessage;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests and answers of the tests. */
final class Streams {
    /** Shared, so that not every test has a selector thread of its own. */
    static final HttpClient HTTP = Connections.transport().build();

    private static final String ENVELOPE =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\",";

    static final String ROLE = ENVELOPE
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
            + "\"logprobs\":null,\"finish_reason\":null}]}";
    static final String FINISH =
            ENVELOPE + "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}";
    static final String USAGE =
            ENVELOPE + "\"choices\":[],\"usage\":{\"prompt_tokens\":18,\"completion_tokens\":2,\"total_tokens\":20}}";
    static final String DONE = "data: [DONE]\n\n";

    private Streams() {}

    static ChatCompletionRequest chat() {
        return ChatCompletionRequest.builder()
                .model("m")
                .message(UserMessage.of("What's 1+1?"))
                .streamOptions(StreamOptions.WITH_USAGE)
                .build();
    }

    static CompletionRequest completion() {
        return CompletionRequest.builder().model("m").prompt(Prompt.of("1+1=")).build();
    }

    static ChatClientBuilder builder(FaultyServer server) {
        return ChatClient.builder().baseUrl(server.url()).httpClient(HTTP).retries(RetryPolicy.NONE);
    }

    static ChatClient client(FaultyServer server) {
        return builder(server).build();
    }

    /** A chunk's JSON with some content, which must need no escapes. */
    static String content(String text) {
        return content(0, text);
    }

    static String content(int choice, String text) {
        return ENVELOPE + "\"choices\":[{\"index\":" + choice + ",\"delta\":{\"content\":\"" + text
                + "\"},\"logprobs\":null,\"finish_reason\":null}]}";
    }

    static String finish(int choice) {
        return FINISH.replace("\"index\":0", "\"index\":" + choice);
    }

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    /** A whole stream that says "Two." and its usage. */
    static String two() {
        return event(ROLE) + event(content("Two")) + event(content(".")) + event(FINISH) + event(USAGE) + DONE;
    }

    static List<String> texts(AnswerStream<?, ?> stream) {
        List<String> texts = new ArrayList<>();
        stream.text().forEach(texts::add);
        return texts;
    }

    /** Runs something in another thread. */
    static <T> FutureTask<T> inBackground(java.util.concurrent.Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test-background");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** What it came to; fails when it takes longer than any machine needs. */
    static <T> T await(FutureTask<T> task) {
        try {
            return task.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it does not end", e);
        }
    }
}
