package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.Fault;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The views of a stream: iterated over, as a Java stream, subscribed to, listened to. */
@ExtendWith(FaultyServerExtension.class)
class StreamViewTest {
    /** Notes what it is given, word by word, and asks for what the test says. */
    private static final class Recorder<T> implements Flow.Subscriber<T> {
        final BlockingQueue<String> signals = new LinkedBlockingQueue<>();

        private final java.util.concurrent.CountDownLatch subscribed = new java.util.concurrent.CountDownLatch(1);
        private Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscribed.countDown();
        }

        @Override
        public void onNext(T thing) {
            signals.add(String.valueOf(thing));
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        Flow.Subscription subscription() throws InterruptedException {
            subscribed.await();
            return java.util.Objects.requireNonNull(subscription);
        }

        String next() throws InterruptedException {
            return String.valueOf(signals.poll(30, TimeUnit.SECONDS));
        }
    }

    private static ChatCompletionStream two(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        return Streams.client(server).stream(Streams.chat());
    }

    @Test
    void asAJavaStream(FaultyServer server) {
        try (ChatCompletionStream stream = two(server);
                Stream<String> text = stream.text().stream()) {
            assertThat(text.map(String::length).toList()).containsExactly(3, 1);
        }
    }

    @Test
    void closingTheJavaStreamClosesTheAnswer(FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("a")) + Streams.event(Streams.content("b")));
        try (Stream<String> text = stream.text().stream()) {
            assertThat(text.findFirst()).contains("a");
        }
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void eventsSayWhatTheChunksSay(FaultyServer server) {
        try (ChatCompletionStream stream = two(server)) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(events::add);
            assertThat(events)
                    .containsExactly(
                            new StreamEvent.Content(0, "Two"),
                            new StreamEvent.Content(0, "."),
                            new StreamEvent.Finished(0, FinishReason.STOP),
                            new StreamEvent.UsageCounted(Usage.of(18, 2)));
        }
    }

    @Test
    void reasoningAndRefusalAreEventsOfTheirOwn(FaultyServer server) {
        server.enqueue(ScriptedResponse.stream(
                "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"},\"finish_reason\":null}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"no\"},\"finish_reason\":\"stop\"}]}"));
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(events::add);
            assertThat(events)
                    .containsExactly(
                            new StreamEvent.Reasoning(0, "hm"),
                            new StreamEvent.Refusal(0, "no"),
                            new StreamEvent.Finished(0, FinishReason.STOP));
        }
    }

    @Test
    void parallelToolCallsOfOneIndexAreTwo(FaultyServer server) {
        server.enqueue(ScriptedResponse.stream("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                + "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"tide\",\"arguments\":\"{}\"}},"
                + "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"wind\",\"arguments\":\"[]\"}}"
                + "]},\"finish_reason\":\"tool_calls\"}]}"));
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(events::add);
            assertThat(events)
                    .containsExactly(
                            new StreamEvent.ToolCallStarted(0, 0, "a", "tide"),
                            new StreamEvent.ToolCallArguments(0, 0, "{}"),
                            new StreamEvent.ToolCallStarted(0, 1, "b", "wind"),
                            new StreamEvent.ToolCallArguments(0, 1, "[]"),
                            new StreamEvent.Finished(0, FinishReason.TOOL_CALLS));
        }
    }

    @Test
    void aFunctionCallInTheDeprecatedFormIsToldOfOnce(FaultyServer server) {
        String piece =
                "{\"choices\":[{\"index\":0,\"delta\":{\"function_call\":{\"name\":\"tide\",\"arguments\":\"%s\"}},"
                        + "\"finish_reason\":%s}]}";
        server.enqueue(ScriptedResponse.stream(
                piece.formatted("", "null"), piece.formatted("[", "null"), piece.formatted("]", "\"function_call\"")));
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(events::add);
            assertThat(events)
                    .containsExactly(
                            new StreamEvent.FunctionCallStarted(0, "tide"),
                            new StreamEvent.FunctionCallArguments(0, "["),
                            new StreamEvent.FunctionCallArguments(0, "]"),
                            new StreamEvent.Finished(0, FinishReason.FUNCTION_CALL));
            assertThat(stream.completion().choices().get(0).message().functionCall())
                    .isEqualTo(new FunctionCall("tide", "[]", JsonObject.EMPTY));
        }
    }

    @Test
    void theOlderEndpointHasTheSameViews(FaultyServer server) {
        server.enqueue(ScriptedResponse.stream(
                "{\"choices\":[{\"text\":\"x\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}",
                "{\"choices\":[{\"text\":\"y\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}]}"));
        try (CompletionStream stream = Streams.client(server).stream(Streams.completion())) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(events::add);
            assertThat(events)
                    .containsExactly(
                            new StreamEvent.Content(0, "x"),
                            new StreamEvent.Content(0, "y"),
                            new StreamEvent.Finished(0, FinishReason.LENGTH));
            assertThat(stream.completion().choices().get(0).text()).isEqualTo("xy");
        }
    }

    @Test
    void aViewGoesOnWhereAnotherStopped(FaultyServer server) {
        try (ChatCompletionStream stream = two(server)) {
            assertThat(stream.text().iterator().next()).isEqualTo("Two");
            Iterator<StreamEvent> events = stream.events().iterator();
            assertThat(events.next()).isEqualTo(new StreamEvent.Content(0, "."));
            assertThat(stream.snapshot().choices().get(0).message().text()).isEqualTo("Two.");
            assertThat(stream.snapshot().choices().get(0).finishReason()).isNull();
        }
    }

    @Test
    void aSubscriberGetsWhatItAsksForAndTheEndUnasked(FaultyServer server) throws InterruptedException {
        Recorder<String> recorder = new Recorder<>();
        two(server).text().subscribe(recorder);
        recorder.subscription().request(1);
        assertThat(recorder.next()).isEqualTo("Two");
        recorder.subscription().request(1);
        assertThat(recorder.next()).isEqualTo(".");
        assertThat(recorder.next()).isEqualTo("complete");
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void withoutDemandTheServerIsSlowedDown(FaultyServer server) throws InterruptedException {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        Recorder<String> recorder = new Recorder<>();
        stream.text().subscribe(recorder);
        int events = 4_000;
        String piece = Streams.event(Streams.content("x".repeat(1_000)));
        java.util.concurrent.FutureTask<Boolean> writer = Streams.inBackground(() -> {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents();
            for (int i = 0; i < events; i++) {
                connection.chunk(piece);
            }
            connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE).lastChunk();
            return true;
        });
        recorder.subscription().request(1);
        assertThat(recorder.next()).hasSize(1_000);
        // The whole of it fits into no buffer between the two, so the server cannot have written all of it.
        assertThat(writer.isDone()).isFalse();
        assertThat(recorder.signals).isEmpty();
        recorder.subscription().request(Long.MAX_VALUE);
        for (int i = 1; i < events; i++) {
            assertThat(recorder.next()).hasSize(1_000);
        }
        assertThat(recorder.next()).isEqualTo("complete");
        Streams.await(writer);
    }

    @Test
    void cancellingASubscriptionClosesTheConnectionAndSaysNothingMore(FaultyServer server) throws InterruptedException {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        Recorder<String> recorder = new Recorder<>();
        stream.text().subscribe(recorder);
        recorder.subscription().request(10);
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("a")));
        assertThat(recorder.next()).isEqualTo("a");
        recorder.subscription().cancel();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        assertThat(recorder.signals).isEmpty();
    }

    @Test
    void aSubscriberIsToldOfAnError(FaultyServer server) throws InterruptedException {
        server.enqueue(
                ScriptedResponse.events(Streams.event(Streams.content("a"))).fault(Fault.CLEAN_END));
        Recorder<String> recorder = new Recorder<>();
        Streams.client(server).stream(Streams.chat()).text().subscribe(recorder);
        recorder.subscription().request(10);
        assertThat(recorder.next()).isEqualTo("a");
        assertThat(recorder.next()).isEqualTo("TruncatedStreamException");
    }

    @Test
    void aSecondSubscriberAndABadRequestAreErrors(FaultyServer server) throws InterruptedException {
        ChatCompletionStream stream = two(server);
        Recorder<String> first = new Recorder<>();
        Recorder<String> second = new Recorder<>();
        stream.text().subscribe(first);
        stream.text().subscribe(second);
        assertThat(second.next()).isEqualTo("IllegalStateException");
        server.takeRequest();
        first.subscription().request(0);
        assertThat(first.next()).isEqualTo("IllegalArgumentException");
    }

    @Test
    void aListenerHearsEverythingAndTheFutureIsTheWholeAnswer(FaultyServer server) {
        List<String> heard = new ArrayList<>();
        CompletableFuture<ChatCompletion> answer = two(server).text().listen(heard::add);
        assertThat(answer.join().choices().get(0).message().text()).isEqualTo("Two.");
        assertThat(heard).containsExactly("Two", ".");
    }

    @Test
    void theWholeAnswerAsAFutureFailsAsReadingWould(FaultyServer server) {
        server.enqueue(ScriptedResponse.error(401, "who?"));
        CompletableFuture<ChatCompletion> answer =
                Streams.client(server).stream(Streams.chat()).completionAsync();
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AccessException.class);
    }

    @Test
    void cancellingTheFutureClosesTheConnection(FaultyServer server) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        CompletableFuture<ChatCompletion> answer = stream.text().listen(heard::add);
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("a")));
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(answer.cancel(true)).isTrue();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void closingTheStreamCancelsTheFuture(FaultyServer server) {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        CompletableFuture<ChatCompletion> answer = stream.completionAsync();
        ServerConnection connection = server.accept();
        connection.read();
        stream.close();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        connection.awaitGone();
    }
}
