package dev.nagare.client;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;

/** A chat completion that is still being generated. */
public final class ChatCompletionStream extends AnswerStream<ChatCompletionChunk, ChatCompletion> {
    ChatCompletionStream(StreamReader<ChatCompletionChunk, ChatCompletion> reader) {
        super(reader);
    }
}
