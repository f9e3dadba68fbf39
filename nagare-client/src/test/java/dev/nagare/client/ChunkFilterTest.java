package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a filter lets through is all that anyone sees; how the stream ended is not for it to say. */
@ExtendWith(FaultyServerExtension.class)
class ChunkFilterTest {
    /** Holds each chunk back until the next one, and tells of the end. */
    private static final class OneBehind<C> implements ChunkFilter<C> {
        final List<StreamEnd> ends = new ArrayList<>();
        private final List<C> held = new ArrayList<>();

        @Override
        public void chunk(C chunk, Consumer<? super C> out) {
            held.forEach(out);
            held.clear();
            held.add(chunk);
        }

        @Override
        public void end(StreamEnd end, Consumer<? super C> out) {
            ends.add(end);
            held.forEach(out);
        }
    }

    /** Ends the answer in place of a chunk that has a word in it. */
    private static final class Stop implements ChunkFilter<ChatCompletionChunk> {
        private final String word;
        private boolean over;

        Stop(String word) {
            this.word = word;
        }

        @Override
        public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
            String content = chunk.choices().isEmpty()
                    ? null
                    : chunk.choices().get(0).delta().content();
            if (content != null && content.contains(word)) {
                over = true;
                out.accept(new ChatCompletionChunk(
                        chunk.id(),
                        chunk.created(),
                        chunk.model(),
                        null,
                        null,
                        List.of(ChunkChoice.finish(0, FinishReason.CONTENT_FILTER)),
                        null,
                        null,
                        null,
                        chunk.additional()));
            } else {
                out.accept(chunk);
            }
        }

        @Override
        public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
            throw new AssertionError("the filter has ended the stream itself");
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }

    @Test
    void whatIsHeldBackComesBeforeTheEnd(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        OneBehind<ChatCompletionChunk> filter = new OneBehind<>();
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> filter));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
            assertThat(stream.completion().choices().get(0).message().text()).isEqualTo("Two.");
            assertThat(filter.ends).containsExactly(new StreamEnd.Completed(true));
        }
    }

    @Test
    void aCutAnswerStaysCutAndItsPartIsWhatTheFilterLetGo(FaultyServer server) {
        server.enqueue(
                ScriptedResponse.events(Streams.event(Streams.content("a")) + Streams.event(Streams.content("b"))));
        ChunkFilter<ChatCompletionChunk> finishing = new ChunkFilter<>() {
            @Override
            public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
                if (!"b".equals(chunk.choices().get(0).delta().content())) {
                    out.accept(chunk);
                }
            }

            @Override
            public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
                assertThat(end).isEqualTo(new StreamEnd.Truncated(List.of(0), false));
                out.accept(new ChatCompletionChunk(
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(ChunkChoice.finish(0, FinishReason.STOP)),
                        null,
                        null,
                        null,
                        dev.nagare.wire.JsonObject.EMPTY));
            }
        };
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> finishing));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            TruncatedStreamException.class,
                            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("a"));
        }
    }

    @Test
    void aFilterThatEndsTheAnswerClosesTheConnection(FaultyServer server) {
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> new Stop("bad")));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            var connection = server.accept();
            connection.read();
            connection
                    .beginEvents()
                    .chunk(Streams.event(Streams.content("good"))
                            + Streams.event(Streams.content("bad"))
                            + Streams.event(Streams.content("worse")));
            assertThat(Streams.texts(stream)).containsExactly("good");
            assertThat(stream.end()).contains(new StreamEnd.Completed(false));
            assertThat(stream.completion().choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
            connection.awaitGone();
        }
    }

    @Test
    void aWholeAnswerPassesThroughTheFilterToo(FaultyServer server) {
        server.enqueue(
                ScriptedResponse.of(200, "application/json", WholeAnswerTest.ANSWER.replace("Two.", "a bad word")));
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> new Stop("bad")));
        var answer = client.chat(Streams.chat());
        assertThat(answer.choices().get(0).message().text()).isEmpty();
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void whatAFilterThrowsFailsTheStreamAsItIs(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        IllegalStateException broken = new IllegalStateException("the filter is broken");
        ChunkFilter<ChatCompletionChunk> filter = new ChunkFilter<>() {
            @Override
            public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
                throw broken;
            }

            @Override
            public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {}
        };
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> filter));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThatThrownBy(stream::completion).isSameAs(broken);
            assertThat(stream.end()).contains(new StreamEnd.Failed(broken));
            assertThat(stream.snapshot().choices()).isEmpty();
        }
    }

    @Test
    void theOlderEndpointHasAFilterOfItsOwn(FaultyServer server) {
        server.enqueue(
                ScriptedResponse.stream(
                        "{\"id\":\"cmpl-1\",\"choices\":[{\"text\":\"x\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}",
                        "{\"id\":\"cmpl-1\",\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}"));
        OneBehind<CompletionChunk> filter = new OneBehind<>();
        ChatClient client = Streams.client(server).with(c -> c.completionFilter(request -> filter));
        try (CompletionStream stream = client.stream(Streams.completion())) {
            assertThat(stream.completion().choices().get(0).text()).isEqualTo("x");
            assertThat(filter.ends).hasSize(1);
        }
    }

    @Test
    void theUsageIsKnownThoughTheFilterKeepsIt(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.two()));
        ChunkFilter<ChatCompletionChunk> filter = new ChunkFilter<>() {
            @Override
            public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
                if (chunk.usage() == null) {
                    out.accept(chunk);
                }
            }

            @Override
            public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {}
        };
        ChatClient client = Streams.client(server).with(c -> c.chatFilter(request -> filter));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            stream.completion();
            assertThat(stream.usage().orElseThrow().totalTokens()).isEqualTo(20);
        }
    }
}
