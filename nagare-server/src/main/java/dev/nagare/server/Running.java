package dev.nagare.server;

/** An answer that a generation is filling. Event loop only. */
sealed interface Running permits StreamOutbox, WholeAnswer {
    /** The socket takes bytes again. */
    void writable();

    /** Nobody reads any more: the generation is cancelled and what waits is dropped. */
    void readerLeft();

    /** Ends the answer now, with an error that its reader can see. */
    void endWith(ErrorAnswer error);
}
