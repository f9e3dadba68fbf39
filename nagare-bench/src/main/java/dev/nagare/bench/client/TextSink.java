package dev.nagare.bench.client;

/** Takes the text of one stream, piece by piece, from whatever thread has it. */
interface TextSink {
    void text(String piece);
}
