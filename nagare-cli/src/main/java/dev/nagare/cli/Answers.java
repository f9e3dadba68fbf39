package dev.nagare.cli;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;

/** Whoever answers: an engine in this process, or a server. */
interface Answers extends AutoCloseable {
    /** Asks for a chat completion. */
    Answer<ChatCompletionChunk> chat(ChatCompletionRequest request);

    /** Asks for a completion of the older endpoint. */
    Answer<CompletionChunk> complete(CompletionRequest request);

    /**
     * Asks for a chat completion and waits for all of it.
     *
     * @throws FailedAnswer when it fails or is cut
     */
    ChatCompletion wholeChat(ChatCompletionRequest request) throws InterruptedException;

    /**
     * Asks for a completion of the older endpoint and waits for all of it.
     *
     * @throws FailedAnswer when it fails or is cut
     */
    Completion wholeCompletion(CompletionRequest request) throws InterruptedException;

    /** Whose content filter it is that may end an answer: {@code the policy pii@…}. */
    String filter();

    @Override
    void close();
}
