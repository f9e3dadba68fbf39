package dev.nagare.cli;

/** Answers from a server, through the client library. */
final class ServerAnswers {
    private ServerAnswers() {}

    /** Prepares to ask the server at a base URL. */
    static Answers open(String url, Terminal terminal) {
        return java.util.Optional.<Answers>empty()
                .orElseThrow(() -> new IllegalArgumentException("not yet" + url + terminal.interactive()));
    }
}
