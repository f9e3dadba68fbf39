package dev.nagare.examples;

import dev.nagare.client.AccessException;
import dev.nagare.client.CapacityException;
import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.client.CompletionStream;
import dev.nagare.client.Deadlines;
import dev.nagare.client.EndPolicy;
import dev.nagare.client.NagareClientException;
import dev.nagare.client.PartialAnswer;
import dev.nagare.client.RejectedRequestException;
import dev.nagare.client.RetryPolicy;
import dev.nagare.client.StreamEvent;
import dev.nagare.client.StreamTiming;
import dev.nagare.client.TruncatedStreamException;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.UserMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The snippets of the client's guide, each as one method; the build checks that they are the same. */
public final class ClientGuide {
    private ClientGuide() {}

    static void start() {
        ChatClient client = ChatClient.fromEnvironment();
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("gpt-4o-mini")
                .message(UserMessage.of("Count to 30."))
                .build();
        try (ChatCompletionStream stream = client.stream(request)) {
            for (String text : stream.text()) {
                System.out.print(text);
            }
        }
    }

    static void views(ChatCompletionStream stream) {
        for (StreamEvent event : stream.events()) {
            if (event instanceof StreamEvent.Content content) {
                System.out.print(content.text());
            } else if (event instanceof StreamEvent.ToolCallStarted call) {
                System.out.println("calls " + call.name());
            } else if (event instanceof StreamEvent.Finished finished) {
                System.out.println("ended: " + finished.reason());
            }
        }
        ChatCompletion whole = stream.completion();
        System.out.println(whole.choices().get(0).message().toolCalls());
    }

    static List<String> javaStream(ChatCompletionStream stream) {
        return stream.text().stream().limit(10).toList();
    }

    static CompletableFuture<ChatCompletion> listener(ChatCompletionStream stream) {
        CompletableFuture<ChatCompletion> answer = stream.text().listen(System.out::print);
        return answer;
    }

    static void publisher(ChatCompletionStream stream, Flow.Subscriber<String> subscriber) {
        stream.text().subscribe(subscriber);
    }

    static void older(ChatClient client) {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt(Prompt.of("Once upon a time"))
                .build();
        try (CompletionStream stream = client.stream(request)) {
            stream.text().forEach(System.out::print);
        }
    }

    static void ends(ChatCompletionStream stream) {
        try {
            stream.text().forEach(System.out::print);
        } catch (TruncatedStreamException e) {
            System.out.println(
                    "cut after: " + e.partial().map(PartialAnswer::text).orElse(""));
        } catch (RejectedRequestException e) {
            System.out.println("change the request: " + e.param().orElse("") + " "
                    + e.error().message());
        } catch (AccessException e) {
            System.out.println("look at the key: " + e.getMessage());
        } catch (CapacityException e) {
            System.out.println("wait " + e.retryAfter().orElse(Duration.ofMinutes(1)));
        } catch (NagareClientException e) {
            System.out.println(e.getMessage() + ", request " + e.requestId().orElse("without id"));
        }
        if (stream.end().orElseThrow() instanceof StreamEnd.Cancelled) {
            System.out.println("someone closed the stream");
        }
    }

    static ChatClient settings() {
        return ChatClient.builder()
                .environment(System.getenv())
                .deadlines(Deadlines.DEFAULT
                        .withFirstContent(Duration.ofSeconds(30))
                        .withProgress(Duration.ofSeconds(20)))
                .retries(RetryPolicy.DEFAULT.withMaxRetries(4).withBudget(Duration.ofMinutes(2)))
                .endPolicy(EndPolicy.FINISH_REASONS)
                .build();
    }

    static ChatCompletion oneRequest(ChatClient client, ChatCompletionRequest request) {
        return client.with(c ->
                        c.header("X-Trace", "t-17").query("beta", "true").bodyField("min_p", new JsonNumber("0.05")))
                .chat(request);
    }

    static ChatClient azure(String key) {
        return ChatClient.builder()
                .azure("https://example.openai.azure.com", "2024-10-21")
                .apiKey(key)
                .build();
    }

    static void timing(ChatClient client, ChatCompletionRequest request) {
        ChatCompletionRequest counted =
                request.toBuilder().streamOptions(StreamOptions.WITH_USAGE).build();
        try (ChatCompletionStream stream = client.stream(counted)) {
            stream.completion();
            StreamTiming timing = stream.timing();
            System.out.println("first text after " + timing.firstContent());
            System.out.println(timing.gaps());
            stream.usage()
                    .ifPresent(usage -> timing.tokensPerSecond(usage)
                            .ifPresent(rate -> System.out.printf("%.1f tokens/s%n", rate)));
            System.out.println(stream.metrics());
        }
    }
}
