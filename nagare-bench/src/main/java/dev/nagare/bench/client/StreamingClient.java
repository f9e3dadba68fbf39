package dev.nagare.bench.client;

/** A client under measurement. For any number of threads. */
interface StreamingClient {
    /** Asks for one streamed answer and reads it to its end; throws when that does not come. */
    void read(TextSink sink) throws Exception;

    /**
     * A client that asks at this address.
     *
     * @param name {@code nagare}, {@code openai-java}, {@code langchain4j}, {@code jdk} or {@code socket}
     * @param kind what kind of answer it asks for; see {@link EventServer}
     */
    static StreamingClient of(String name, int port, String kind) {
        String url = "http://127.0.0.1:"
                .concat(Integer.toString(port))
                .concat("/")
                .concat(kind)
                .concat("/v1");
        return switch (name) {
            case "nagare" -> new NagareReader(url);
            case "openai-java" -> new OpenAiJavaReader(url);
            case "langchain4j" -> new LangChain4jReader(url);
            case "jdk" -> new JdkReader(url);
            case "socket" -> new SocketReader(port, kind);
            default -> throw new IllegalArgumentException("no client of this name");
        };
    }
}
