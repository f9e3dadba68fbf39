package dev.nagare.client;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.CompletionRequestCodec;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModelCodec;
import dev.nagare.wire.ModelList;
import dev.nagare.wire.ModerationRequest;
import dev.nagare.wire.ModerationRequestCodec;
import dev.nagare.wire.ModerationResponse;
import dev.nagare.wire.ModerationResponseCodec;
import dev.nagare.wire.Prompt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls a server of OpenAI's completions API.
 *
 * <p>Make one and use it for everything: it keeps connections, and any number of threads may use it. It holds nothing
 * that must be closed.
 */
public final class ChatClient {
    /** Where requests go unless something else is said. */
    public static final URI OPENAI = URI.create("https://api.openai.com/v1");

    private static final String KEY = "Idempotency-Key";

    private final ClientConfig config;
    private final HttpClient http;
    private final ClientSettings settings;
    private final Map<String, String> headers;

    ChatClient(ClientConfig config, HttpClient http) {
        this.config = config;
        this.http = http;
        this.settings = config.settings();
        headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(config.headers());
        config.credentials().addTo(headers);
    }

    /** A builder with the original service's address and no key. */
    public static ChatClientBuilder builder() {
        return new ChatClientBuilder();
    }

    /**
     * A client that goes by the environment: {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and
     * {@code OPENAI_PROJECT_ID}, each of which may be missing or empty.
     *
     * @throws IllegalArgumentException when one of them cannot be used
     */
    public static ChatClient fromEnvironment() {
        return builder().environment(System.getenv()).build();
    }

    /**
     * A client that differs in something, for one request or for many, and shares this one's connections:
     * {@code client.with(c -> c.header("X-Trace", id)).stream(request)}.
     */
    public ChatClient with(Consumer<ChatClientBuilder> changes) {
        ChatClientBuilder builder = new ChatClientBuilder(config, http);
        changes.accept(builder);
        return builder.build();
    }

    /**
     * Asks for a whole chat completion and waits for it.
     *
     * @throws ApiException when the server refuses
     * @throws CallCancelledException when the thread is interrupted
     * @throws NagareClientException when anything else goes wrong
     */
    public ChatCompletion chat(ChatCompletionRequest request) {
        return whole(request).completion();
    }

    /**
     * Asks for a whole chat completion; returns at once, and fails as {@link #chat} does. To cancel it closes the
     * connection.
     */
    public CompletableFuture<ChatCompletion> chatAsync(ChatCompletionRequest request) {
        return future(whole(request));
    }

    private StreamReader<ChatCompletionChunk, ChatCompletion> whole(ChatCompletionRequest request) {
        ChatCompletionRequest whole = request.toBuilder().stream(null)
                .streamOptions(null)
                .additional(config.fields(request.additional()))
                .build();
        return post(
                "chat/completions",
                request.model(),
                ChatCompletionRequestCodec.encode(whole),
                Delivery.WHOLE,
                new ChatAssembly(1),
                config.chatFilter(request));
    }

    /** Asks for a chat completion that comes as it is generated. Returns at once. */
    public ChatCompletionStream stream(ChatCompletionRequest request) {
        ChatCompletionRequest streamed = request.toBuilder().stream(true)
                .additional(config.fields(request.additional()))
                .build();
        return new ChatCompletionStream(post(
                "chat/completions",
                request.model(),
                ChatCompletionRequestCodec.encode(streamed),
                Delivery.STREAMED,
                new ChatAssembly(request.choices()),
                config.chatFilter(request)));
    }

    /**
     * Asks for a whole completion of the older endpoint and waits for it.
     *
     * @throws ApiException when the server refuses
     * @throws CallCancelledException when the thread is interrupted
     * @throws NagareClientException when anything else goes wrong
     */
    public Completion complete(CompletionRequest request) {
        return whole(request).completion();
    }

    /**
     * Asks for a whole completion of the older endpoint; returns at once, and fails as {@link #complete} does. To cancel it
     * closes the connection.
     */
    public CompletableFuture<Completion> completeAsync(CompletionRequest request) {
        return future(whole(request));
    }

    private StreamReader<CompletionChunk, Completion> whole(CompletionRequest request) {
        CompletionRequest whole = request.toBuilder().stream(null)
                .streamOptions(null)
                .additional(config.fields(request.additional()))
                .build();
        return post(
                "completions",
                request.model(),
                CompletionRequestCodec.encode(whole),
                Delivery.WHOLE,
                new CompletionAssembly(1),
                config.completionFilter(request));
    }

    /** Asks for a completion of the older endpoint that comes as it is generated. Returns at once. */
    public CompletionStream stream(CompletionRequest request) {
        CompletionRequest streamed = request.toBuilder().stream(true)
                .additional(config.fields(request.additional()))
                .build();
        return new CompletionStream(post(
                "completions",
                request.model(),
                CompletionRequestCodec.encode(streamed),
                Delivery.STREAMED,
                new CompletionAssembly(choices(request)),
                config.completionFilter(request)));
    }

    /**
     * The models that the server answers for.
     *
     * @throws NagareClientException when the server does not say
     */
    public ModelList models() {
        HttpRequest request =
                request(config.address("models", null), Delivery.WHOLE).GET().build();
        WholeAssembly<ModelList> models =
                new WholeAssembly<>(ModelCodec::decodeList, new ModelList(List.of(), JsonObject.EMPTY));
        return new StreamReader<>(call(request, Delivery.WHOLE), models, null).completion();
    }

    /**
     * Has texts judged and waits for the verdict.
     *
     * @throws ApiException when the server refuses
     * @throws CallCancelledException when the thread is interrupted
     * @throws NagareClientException when anything else goes wrong
     */
    public ModerationResponse moderate(ModerationRequest request) {
        return judging(request).completion();
    }

    /** Has texts judged; returns at once, and fails as {@link #moderate} does. To cancel it closes the connection. */
    public CompletableFuture<ModerationResponse> moderateAsync(ModerationRequest request) {
        return future(judging(request));
    }

    private static <C, A> CompletableFuture<A> future(StreamReader<C, A> reader) {
        return new StreamView<>(reader, Items.single(reader, chunk -> chunk)).listen(chunk -> {});
    }

    private StreamReader<ModerationResponse, ModerationResponse> judging(ModerationRequest request) {
        ModerationRequest sent =
                new ModerationRequest(request.input(), request.model(), config.fields(request.additional()));
        ModerationResponse nothing = new ModerationResponse("", "", List.of(), JsonObject.EMPTY);
        return post(
                "moderations",
                request.model(),
                ModerationRequestCodec.encode(sent),
                Delivery.WHOLE,
                new WholeAssembly<>(ModerationResponseCodec::decode, nothing),
                null);
    }

    private static int choices(CompletionRequest request) {
        int prompts = 1;
        if (request.prompt() instanceof Prompt.Texts texts) {
            prompts = texts.texts().size();
        } else if (request.prompt() instanceof Prompt.TokenLists lists) {
            prompts = lists.lists().size();
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (long) prompts * request.choices()));
    }

    private <C, A> StreamReader<C, A> post(
            String path,
            @Nullable String model,
            byte[] body,
            Delivery delivery,
            Assembly<C, A> assembly,
            @Nullable ChunkFilter<C> filter) {
        HttpRequest.Builder request =
                request(config.address(path, model), delivery).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!headers.containsKey("Content-Type")) {
            request.setHeader("Content-Type", "application/json");
        }
        if (!headers.containsKey(KEY) && settings.retries().maxRetries() > 0) {
            request.setHeader(KEY, idempotencyKey());
        }
        StreamReader<C, A> reader = new StreamReader<>(call(request.build(), delivery), assembly, filter);
        if (delivery == Delivery.STREAMED) {
            Rehearsal.once();
        }
        return reader;
    }

    private Call call(HttpRequest request, Delivery delivery) {
        return new Call(http, request, delivery.settings(settings), config.time());
    }

    private HttpRequest.Builder request(URI address, Delivery delivery) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address).header("Accept", delivery.accept());
        headers.forEach(builder::setHeader);
        if (address.getScheme().equals("http")) {
            // Else the client asks to upgrade to HTTP/2, which some servers take amiss.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        return builder;
    }

    /** One for each call, the same for all its tries: by it a server can tell that they are one. */
    private static String idempotencyKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "nagare-" + new UUID(random.nextLong(), random.nextLong());
    }
}
