package dev.nagare.server;

import dev.nagare.engine.Generation;

/** An answer that a generation, or a judge, fills or will fill. Event loop only. */
sealed interface Running permits StreamOutbox, WholeAnswer, ModerationAnswer {
    /** The engine has returned the generation. */
    void began(Generation generation);

    /** The socket takes bytes again. */
    void writable();

    /** Shows the reader that the request is alive, when that is due; asked now and then. */
    void check(long now);

    /** Nobody reads any more: the generation is cancelled and what waits is dropped. */
    void readerLeft();

    /** Ends the answer now, with an error that its reader can see. */
    void endWith(ErrorAnswer error);
}
