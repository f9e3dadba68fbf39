package dev.nagare.server;

/** An answer that is being made, and may have begun. Event loop only. */
sealed interface Running permits StreamOutbox, UndividedAnswer {
    /** The socket takes bytes again. */
    void writable();

    /** Shows the reader that the request is alive, when that is due; asked now and then. */
    void check(long now);

    /** Nobody reads any more: whoever makes the answer is told to stop, and what waits is dropped. */
    void readerLeft();

    /** Ends the answer now, with an error that its reader can see. */
    void endWith(ErrorAnswer error);
}
