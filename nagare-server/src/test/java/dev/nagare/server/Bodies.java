package dev.nagare.server;

/** Bodies of requests. */
final class Bodies {
    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";

    private Bodies() {}

    /** A chat request with more members, such as {@code "stream":true}. */
    static String chat(String... members) {
        StringBuilder body = new StringBuilder(
                "{\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"What's 1+1?\"}]");
        for (String member : members) {
            body.append(',').append(member);
        }
        return body.append('}').toString();
    }

    /** A request of the older endpoint with more members. */
    static String completion(String... members) {
        StringBuilder body = new StringBuilder("{\"model\":\"scripted\",\"prompt\":\"1+1=\"");
        for (String member : members) {
            body.append(',').append(member);
        }
        return body.append('}').toString();
    }
}
