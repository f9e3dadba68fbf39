package dev.nagare.cli;

import dev.nagare.client.AnswerStream;
import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatClientBuilder;
import dev.nagare.client.NagareClientException;
import dev.nagare.client.TruncatedStreamException;
import dev.nagare.guard.Policy;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Usage;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers from a server, through the client library. */
final class ServerAnswers implements Answers {
    private static final String OWN_FILTER = "the server's content filter";
    private static final String UNTRUSTED =
            ": its certificate is not one that this machine trusts; --cacert FILE names one that is";

    private final ChatClient client;
    private final String filter;

    private ServerAnswers(ChatClient client, String filter) {
        this.client = client;
        this.filter = filter;
    }

    /** Prepares to ask the server at a base URL. */
    static Answers open(String url, Terminal terminal) {
        return of(client(url, terminal));
    }

    /** A client to be built that asks the server at a base URL, with what else the environment says. */
    static ChatClientBuilder client(String url, Terminal terminal) {
        return ChatClient.builder().environment(terminal.environment()).baseUrl(url);
    }

    /** Prepares to ask the server of a client that is being built. */
    static Answers of(ChatClientBuilder client) {
        return new ServerAnswers(client.build(), OWN_FILTER);
    }

    /** The same, and a policy looks at every answer before anyone sees it. */
    static Answers of(ChatClientBuilder client, Policy policy) {
        Guards.around(client, policy);
        return new ServerAnswers(client.build(), "the policy " + policy.id() + ", or " + OWN_FILTER + ",");
    }

    @Override
    public Answer<ChatCompletionChunk> chat(ChatCompletionRequest request) {
        return new Stream<>(client.stream(request));
    }

    @Override
    public Answer<CompletionChunk> complete(CompletionRequest request) {
        return new Stream<>(client.stream(request));
    }

    @Override
    public ChatCompletion wholeChat(ChatCompletionRequest request) {
        return worded(() -> client.chat(request));
    }

    @Override
    public Completion wholeCompletion(CompletionRequest request) {
        return worded(() -> client.complete(request));
    }

    @Override
    public String filter() {
        return filter;
    }

    @Override
    public void close() {
        // The client holds nothing that outlives its calls.
    }

    private static <T> T worded(Supplier<T> call) {
        try {
            return call.get();
        } catch (TruncatedStreamException e) {
            throw new FailedAnswer("the answer was cut: " + e.getMessage(), e);
        } catch (NagareClientException e) {
            throw new FailedAnswer(e.getMessage() + (isUntrusted(e) ? UNTRUSTED : ""), e);
        }
    }

    private static boolean isUntrusted(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    private static final class Stream<C> implements Answer<C> {
        private final AnswerStream<C, ?> stream;
        private final Iterator<C> chunks;

        Stream(AnswerStream<C, ?> stream) {
            this.stream = stream;
            this.chunks = stream.iterator();
        }

        @Override
        public @Nullable C next() {
            return ServerAnswers.<Boolean>worded(chunks::hasNext) ? chunks.next() : null;
        }

        @Override
        public @Nullable Usage usage() {
            return stream.usage().orElse(null);
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
