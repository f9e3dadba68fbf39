package dev.nagare.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ChatClient}. Not for several threads at once. */
public final class ChatClientBuilder {
    /** The default bound on one response: 256 MiB. */
    public static final long DEFAULT_MAX_BODY_BYTES = 256L << 20;

    /** What the JDK's HTTP client sets itself and refuses from others. */
    private static final Set<String> RESERVED = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private URI baseUrl = ChatClient.OPENAI;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Deadlines deadlines = Deadlines.DEFAULT;
    private EndPolicy endPolicy = EndPolicy.FINISH_REASONS;
    private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private @Nullable HttpClient http;
    private LongSupplier clock = System::nanoTime;
    private Watchdog watchdog = Watchdog.SHARED;

    ChatClientBuilder() {
        headers.put("User-Agent", "nagare-client");
    }

    /**
     * Sets where requests go, up to and with the version, such as {@code http://127.0.0.1:8080/v1}. A query stays at the
     * end of every address.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder baseUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the base URL is not a URL: " + ServerText.bounded(url, 200), e);
        }
        return baseUrl(uri);
    }

    /**
     * Sets where requests go, up to and with the version.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    public ChatClientBuilder baseUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean isHttp = scheme.equals("http") || scheme.equals("https");
        if (!isHttp || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "the base URL must be like https://host:port/v1, without a user and without #, but is "
                            + ServerText.bounded(url.getUserInfo() == null ? url.toString() : "one with a user", 200));
        }
        baseUrl = scheme.equals(url.getScheme())
                ? url
                : URI.create(scheme + url.toString().substring(scheme.length()));
        return this;
    }

    /** Sets the key that is sent as {@code Authorization: Bearer}. */
    public ChatClientBuilder apiKey(String key) {
        return put("Authorization", "Bearer " + visible("API key", key.strip()));
    }

    /** Sets the organization that pays. */
    public ChatClientBuilder organization(String id) {
        return put("OpenAI-Organization", visible("organization", id.strip()));
    }

    /** Sets the project that pays. */
    public ChatClientBuilder project(String id) {
        return put("OpenAI-Project", visible("project", id.strip()));
    }

    /**
     * Adds a header to every request, in place of another of that name.
     *
     * @throws IllegalArgumentException when the name is none or reserved, or the value has control characters
     */
    public ChatClientBuilder header(String name, String value) {
        if (!isToken(name) || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "no header can be set by the name \"" + ServerText.bounded(name, 80) + "\"");
        }
        return put(name, visible("header " + name, value));
    }

    /** Sets how long to wait for what. */
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
     * Sets the HTTP client to use, for the sake of a proxy, certificates or threads of its own. Its connect timeout holds
     * instead of {@link Deadlines#connect()}.
     */
    public ChatClientBuilder httpClient(HttpClient value) {
        http = value;
        return this;
    }

    /**
     * Takes over what the variables {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and
     * {@code OPENAI_PROJECT_ID} say; one that is missing or blank changes nothing.
     *
     * @throws IllegalArgumentException when one of them cannot be used
     */
    public ChatClientBuilder environment(Map<String, String> variables) {
        String url = variables.getOrDefault("OPENAI_BASE_URL", "");
        String key = variables.getOrDefault("OPENAI_API_KEY", "");
        String organization = variables.getOrDefault("OPENAI_ORG_ID", "");
        String project = variables.getOrDefault("OPENAI_PROJECT_ID", "");
        if (!url.isBlank()) {
            baseUrl(url);
        }
        if (!key.isBlank()) {
            apiKey(key);
        }
        if (!organization.isBlank()) {
            organization(organization);
        }
        if (!project.isBlank()) {
            project(project);
        }
        return this;
    }

    /** Sets the time in nanoseconds, and who watches over the deadlines by it. */
    ChatClientBuilder time(LongSupplier nanos, Watchdog dog) {
        clock = nanos;
        watchdog = dog;
        return this;
    }

    /** The client. */
    public ChatClient build() {
        HttpClient client = http;
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder();
            if (deadlines.connect() != null) {
                builder.connectTimeout(deadlines.connect());
            }
            client = builder.build();
        }
        return new ChatClient(
                baseUrl,
                Map.copyOf(headers),
                new ClientSettings(deadlines, endPolicy, maxBodyBytes),
                client,
                clock,
                watchdog);
    }

    private ChatClientBuilder put(String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
        return this;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    /** Checks a header's value without ever quoting it: it may be a secret. */
    private static String visible(String what, String value) {
        if (!value.chars().allMatch(c -> (c >= 0x20 && c < 0x7F) || c == '\t')) {
            throw new IllegalArgumentException("the " + what + " has characters that no header can carry");
        }
        return value;
    }
}
