package dev.nagare.server;

/** What a request is for. */
public enum Route {
    /** {@code POST /v1/chat/completions}. */
    CHAT_COMPLETIONS("/v1/chat/completions", "POST"),
    /** {@code POST /v1/completions}. */
    COMPLETIONS("/v1/completions", "POST"),
    /** {@code POST /v1/moderations}, where a moderator was handed in. */
    MODERATIONS("/v1/moderations", "POST"),
    /** {@code GET /v1/models}. */
    MODELS("/v1/models", "GET"),
    /** {@code GET /v1/models/{id}}. */
    MODEL("/v1/models/{id}", "GET"),
    /** {@code GET /health}: the process lives. */
    HEALTH("/health", "GET"),
    /** {@code GET /ready}: new requests are welcome. */
    READY("/ready", "GET"),
    /** {@code GET /metrics}. */
    METRICS("/metrics", "GET"),
    /** Anything else, and what could not be read. */
    NONE("", "");

    private final String path;
    private final String method;

    Route(String path, String method) {
        this.path = path;
        this.method = method;
    }

    /** The path, with a name in braces for what varies; empty for {@link #NONE}. */
    public String path() {
        return path;
    }

    /** Whether it is for those who run the server: it needs no key, and may have a port of its own. */
    boolean isOperations() {
        return this == HEALTH || this == READY || this == METRICS;
    }

    /** Whether an engine or a judge works for it, so that what a key may ask for in a minute counts it. */
    boolean isLimited() {
        return this == CHAT_COMPLETIONS || this == COMPLETIONS || this == MODERATIONS;
    }

    /** The method that does the work of this route. */
    String method() {
        return method;
    }

    /** The value of an {@code Allow} header. */
    String allow() {
        return method.equals("GET") ? "GET, HEAD, OPTIONS" : method + ", OPTIONS";
    }

    /** The route of a path, which begins with a slash and ends before any query. */
    static Route of(String path) {
        return switch (path) {
            case "/v1/chat/completions" -> CHAT_COMPLETIONS;
            case "/v1/completions" -> COMPLETIONS;
            case "/v1/moderations" -> MODERATIONS;
            case "/v1/models" -> MODELS;
            case "/health" -> HEALTH;
            case "/ready" -> READY;
            case "/metrics" -> METRICS;
            default -> path.startsWith("/v1/models/") && path.length() > "/v1/models/".length() ? MODEL : NONE;
        };
    }
}
