package dev.nagare.client;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonValue;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ChatClient}. Not for several threads at once. */
public final class ChatClientBuilder {
    /** The default bound on one response: 256 MiB. */
    public static final long DEFAULT_MAX_BODY_BYTES = 256L << 20;

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, JsonValue> bodyFields = new LinkedHashMap<>();
    private URI baseUrl = ChatClient.OPENAI;
    private Credentials credentials = new Credentials(null, false);
    private boolean deployments;
    private Deadlines deadlines = Deadlines.DEFAULT;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private EndPolicy endPolicy = EndPolicy.FINISH_REASONS;
    private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private Executor executor = ClientThreads.SHARED;
    private @Nullable Function<ChatCompletionRequest, ChunkFilter<ChatCompletionChunk>> chatFilter;
    private @Nullable Function<CompletionRequest, ChunkFilter<CompletionChunk>> completionFilter;
    private final Connections connections;
    private ClientTime time = ClientTime.SYSTEM;

    ChatClientBuilder() {
        connections = new Connections();
        headers.put("User-Agent", "nagare-client");
    }

    /** Begins with what a client has, and its connections. */
    ChatClientBuilder(ClientConfig config, HttpClient http) {
        headers.putAll(config.headers());
        query.putAll(config.query());
        bodyFields.putAll(config.bodyFields());
        baseUrl = config.baseUrl();
        credentials = config.credentials();
        deployments = config.deployments();
        deadlines = config.settings().deadlines();
        retries = config.settings().retries();
        endPolicy = config.settings().endPolicy();
        maxBodyBytes = config.settings().maxBodyBytes();
        executor = config.settings().executor();
        chatFilter = config.chatFilter();
        completionFilter = config.completionFilter();
        time = config.time();
        connections = new Connections(http);
    }

    /**
     * Sets where requests go, up to and with the version, such as {@code http://127.0.0.1:8080/v1}. A query stays at the
     * end of every address.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder baseUrl(String url) {
        baseUrl = BaseUrl.of(url);
        return this;
    }

    /**
     * Sets where requests go, up to and with the version.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder baseUrl(URI url) {
        baseUrl = BaseUrl.of(url);
        return this;
    }

    /**
     * Sets Azure as the server, in its newer form: {@code https://name.openai.azure.com/openai/v1/...}. The key goes into
     * the header {@code api-key}.
     *
     * @param endpoint such as {@code https://name.openai.azure.com}
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder azure(String endpoint) {
        baseUrl(endpoint.replaceAll("/+$", "") + "/openai/v1");
        deployments = false;
        return asAzure();
    }

    /**
     * Sets Azure as the server, in its older form: {@code https://name.openai.azure.com/openai/deployments/model/...}. The
     * request's model names the deployment; the key goes into the header {@code api-key}.
     *
     * @param endpoint such as {@code https://name.openai.azure.com}
     * @param apiVersion such as {@code 2024-10-21}
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder azure(String endpoint, String apiVersion) {
        baseUrl(endpoint.replaceAll("/+$", "") + "/openai");
        query("api-version", apiVersion);
        deployments = true;
        return asAzure();
    }

    private ChatClientBuilder asAzure() {
        credentials = credentials.ofAzure();
        return this;
    }

    /**
     * Sets the key, which is sent as {@code Authorization: Bearer}, or to Azure as {@code api-key}; what {@link #header} set
     * in its place is dropped.
     */
    public ChatClientBuilder apiKey(String key) {
        credentials = credentials.withKey(HeaderRules.value("API key", key.strip()));
        headers.remove(credentials.header());
        headers.remove(Credentials.AUTHORIZATION);
        return this;
    }

    /** Sets the organization that pays. */
    public ChatClientBuilder organization(String id) {
        return put("OpenAI-Organization", HeaderRules.value("organization", id.strip()));
    }

    /** Sets the project that pays. */
    public ChatClientBuilder project(String id) {
        return put("OpenAI-Project", HeaderRules.value("project", id.strip()));
    }

    /**
     * Adds a header to every request, in place of another of that name. {@code Authorization} is sent in place of the key.
     *
     * @throws IllegalArgumentException when the name is none or reserved, or the value has control characters
     */
    public ChatClientBuilder header(String name, String value) {
        return put(HeaderRules.name(name), HeaderRules.value("header " + name, value));
    }

    /** Adds a parameter to every address, in place of another of that name; it is encoded as it must be. */
    public ChatClientBuilder query(String name, String value) {
        query.put(name, value);
        return this;
    }

    /**
     * Adds a member to the body of every request that has none of this name: for what a server knows and the request's
     * type does not.
     */
    public ChatClientBuilder bodyField(String name, JsonValue value) {
        bodyFields.put(name, value);
        return this;
    }

    /**
     * Sets what every chat answer passes through before anyone sees it, streamed or not.
     *
     * @param filters makes a filter for a request; what it throws is thrown to whoever makes the request
     */
    public ChatClientBuilder chatFilter(Function<ChatCompletionRequest, ChunkFilter<ChatCompletionChunk>> filters) {
        chatFilter = filters;
        return this;
    }

    /**
     * Sets what every answer of the older endpoint passes through before anyone sees it, streamed or not.
     *
     * @param filters makes a filter for a request; what it throws is thrown to whoever makes the request
     */
    public ChatClientBuilder completionFilter(Function<CompletionRequest, ChunkFilter<CompletionChunk>> filters) {
        completionFilter = filters;
        return this;
    }

    /** Sets whether and when a call is tried again. */
    public ChatClientBuilder retries(RetryPolicy value) {
        retries = value;
        return this;
    }

    /**
     * Sets what runs listeners and subscribers; unless set, threads that all clients share and that end when idle. It must
     * run them in other threads than the one that hands them over, which is the one that receives everything. What it
     * throws is an error of the stream.
     */
    public ChatClientBuilder executor(Executor value) {
        executor = value;
        return this;
    }

    /** Sets the proxy for every request; unless set, the system's default selector is asked. */
    public ChatClientBuilder proxy(String host, int port) {
        return proxy(ProxySelector.of(InetSocketAddress.createUnresolved(host, port)));
    }

    /** Sets who chooses a proxy; unless set, the system's default selector is asked. */
    public ChatClientBuilder proxy(ProxySelector value) {
        connections.setProxy(value);
        return this;
    }

    /**
     * Sets what a proxy is told about who asks. It is told with the first request (scheme Basic), and the server is not.
     *
     * <p>For an {@code https} server the JDK tells it only where the system property
     * {@code jdk.http.auth.tunneling.disabledSchemes}, which the JDK sets to {@code Basic}, is set to something else, such as
     * nothing, before the first use of any HTTP client. Otherwise the proxy's refusal is an {@link AccessException} of status
     * 407.
     *
     * @throws IllegalArgumentException when the user has a colon, or one of them a control character
     */
    public ChatClientBuilder proxyCredentials(String user, String password) {
        // The JDK's HTTP client sends this header to proxies only.
        return put("Proxy-Authorization", HeaderRules.basic(user, password));
    }

    /** Sets which certificates are trusted and shown; unless set, the system's default. */
    public ChatClientBuilder sslContext(SSLContext value) {
        connections.setTls(value);
        return this;
    }

    /**
     * Sets how long to wait for what. {@link Deadlines#connect()} belongs to the connections: where they are shared with
     * another client, or come with {@link #httpClient}, theirs holds.
     */
    public ChatClientBuilder deadlines(Deadlines value) {
        deadlines = value;
        return this;
    }

    /** Sets when an answer counts as complete. */
    public ChatClientBuilder endPolicy(EndPolicy value) {
        endPolicy = value;
        return this;
    }

    /** Sets the most bytes that one response may have; beyond them it is a {@link ProtocolException}. */
    public ChatClientBuilder maxBodyBytes(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be positive, but is " + value);
        }
        maxBodyBytes = value;
        return this;
    }

    /**
     * Sets the HTTP client to use, for the sake of what this builder cannot set. Its proxy, its certificates and its connect
     * timeout hold instead of those set here. One with an {@link java.net.Authenticator} turns a refusal that names no scheme,
     * a 401 without {@code WWW-Authenticate}, into a connection that breaks; {@link #proxyCredentials} needs none.
     */
    public ChatClientBuilder httpClient(HttpClient value) {
        connections.share(value);
        return this;
    }

    /**
     * Takes over what the variables {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and
     * {@code OPENAI_PROJECT_ID} say; one that is missing or blank changes nothing.
     *
     * @throws IllegalArgumentException when one of them cannot be used
     */
    public ChatClientBuilder environment(Map<String, String> variables) {
        Environment.apply(variables, this);
        return this;
    }

    /** Sets time and chance. */
    ChatClientBuilder time(ClientTime value) {
        time = value;
        return this;
    }

    /** The client. */
    public ChatClient build() {
        ClientConfig config = new ClientConfig(
                baseUrl,
                deployments,
                credentials,
                sorted(headers),
                Collections.unmodifiableMap(new LinkedHashMap<>(query)),
                Collections.unmodifiableMap(new LinkedHashMap<>(bodyFields)),
                chatFilter,
                completionFilter,
                new ClientSettings(deadlines, retries, endPolicy, maxBodyBytes, executor),
                time);
        return new ChatClient(config, connections.http(deadlines.connect()));
    }

    private static Map<String, String> sorted(Map<String, String> headers) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return Collections.unmodifiableMap(copy);
    }

    private ChatClientBuilder put(String name, String value) {
        headers.remove(name);
        headers.put(name, value);
        return this;
    }
}
