package dev.nagare.client;

/** Not written yet. */
public final class ChatClient {
    private ChatClient() {}
}
