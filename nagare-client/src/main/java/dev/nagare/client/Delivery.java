package dev.nagare.client;

/** How an answer is asked for. */
enum Delivery {
    /** All at once. */
    WHOLE("application/json"),

    /** As it is generated; a server may send it whole all the same. */
    STREAMED("text/event-stream, application/json");

    private final String accept;

    Delivery(String accept) {
        this.accept = accept;
    }

    /** The header {@code Accept} of its request. */
    String accept() {
        return accept;
    }

    /** What its calls go by. */
    ClientSettings settings(ClientSettings settings) {
        return this == WHOLE ? settings.whole() : settings;
    }
}
