package dev.nagare.client;

import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionChunk;

/** A completion of the older endpoint that is still being generated. */
public final class CompletionStream extends AnswerStream<CompletionChunk, Completion> {
    CompletionStream(StreamReader<CompletionChunk, Completion> reader) {
        super(reader);
    }
}
