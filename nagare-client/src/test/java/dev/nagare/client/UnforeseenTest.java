package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever breaks on this side while a stream is read, the stream has an end and the server is left. */
@Timeout(60)
@ExtendWith(FaultyServerExtension.class)
class UnforeseenTest {
    /** Texts; throws at one of them, or where the whole answer is made. */
    private record Breaking(
            @Nullable Throwable atChunk, @Nullable Throwable atAnswer) implements Assembly<String, String> {
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> void thrown(@Nullable Throwable what) throws E {
            if (what != null) {
                throw (E) what;
            }
        }

        @Override
        public @Nullable String read(byte[] data, int offset, int length) {
            String text = new String(data, offset, length, StandardCharsets.UTF_8);
            if (text.equals("b")) {
                Breaking.<Error>thrown(atChunk);
            }
            return text.equals("[DONE]") ? null : text;
        }

        @Override
        public boolean saysSomething(String chunk) {
            return true;
        }

        @Override
        public void add(String chunk) {
            // The answer is of no interest.
        }

        @Override
        public StreamEnd ended(boolean sawDone) {
            return new StreamEnd.Completed(sawDone);
        }

        @Override
        public String snapshot() {
            Breaking.<Error>thrown(atAnswer);
            return "";
        }

        @Override
        public String whole(byte[] utf8) {
            return "";
        }

        @Override
        public String asChunk(String answer) {
            return answer;
        }
    }

    private static StreamReader<String, String> reader(FaultyServer server, Breaking assembly) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/x")).build();
        ClientSettings settings = new ClientSettings(
                Deadlines.DEFAULT, RetryPolicy.NONE, EndPolicy.FINISH_REASONS, 1 << 20, ClientThreads.SHARED);
        return new StreamReader<>(new Call(Streams.HTTP, request, settings, ClientTime.SYSTEM), assembly, null);
    }

    private static ServerConnection begun(FaultyServer server) {
        ServerConnection connection = server.accept();
        connection.read();
        return connection.beginEvents().chunk(Streams.event("a"));
    }

    @Test
    void anExceptionFailsTheStreamAndClosesTheConnection(FaultyServer server) {
        RuntimeException thrown = new ArithmeticException("unforeseen");
        StreamReader<String, String> reader = reader(server, new Breaking(thrown, null));
        ServerConnection connection = begun(server);
        assertThat(reader.hasNext()).isTrue();
        assertThat(reader.take()).isEqualTo("a");
        connection.chunk(Streams.event("b"));
        assertThatThrownBy(reader::hasNext).isSameAs(thrown);
        connection.awaitGone();
        assertThat(reader.state().end()).contains(new StreamEnd.Failed(thrown));
        assertThatThrownBy(reader::completion).isSameAs(thrown);
    }

    @Test
    void anErrorClosesIt(FaultyServer server) {
        Error thrown = new OutOfMemoryError("unforeseen");
        StreamReader<String, String> reader = reader(server, new Breaking(thrown, null));
        ServerConnection connection = begun(server);
        connection.chunk(Streams.event("b"));
        assertThatThrownBy(reader::completion).isSameAs(thrown);
        connection.awaitGone();
        assertThat(reader.state().end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void aListenersFutureFailsWithItToo(FaultyServer server) {
        RuntimeException thrown = new ArithmeticException("unforeseen");
        StreamReader<String, String> reader = reader(server, new Breaking(thrown, null));
        CompletableFuture<String> answer = listen(reader);
        ServerConnection connection = begun(server);
        connection.chunk(Streams.event("b"));
        assertThatThrownBy(answer::join).hasCause(thrown);
        connection.awaitGone();
        assertThat(reader.state().end()).contains(new StreamEnd.Failed(thrown));
    }

    @Test
    void aFutureWhoseAnswerCannotBeMadeFails(FaultyServer server) {
        server.enqueue(ScriptedResponse.events(Streams.event("a") + Streams.DONE));
        Error thrown = new OutOfMemoryError("unforeseen");
        assertThatThrownBy(listen(reader(server, new Breaking(null, thrown)))::join)
                .hasCause(thrown);
    }

    private static CompletableFuture<String> listen(StreamReader<String, String> reader) {
        return new StreamView<>(reader, Items.single(reader, chunk -> chunk)).listen(chunk -> {});
    }
}
