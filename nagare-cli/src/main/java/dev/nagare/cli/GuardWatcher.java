package dev.nagare.cli;

import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Release;

/** Is told what a guard does with a text; changes nothing. */
interface GuardWatcher {
    /** One that wants to know nothing. */
    GuardWatcher NONE = new GuardWatcher() {
        @Override
        public void passed(String piece, Release release, GuardSession session) {}

        @Override
        public void end() {}
    };

    /** A piece has come, none at the end of the text, and what may be shown of the text so far has gone. */
    void passed(String piece, Release release, GuardSession session);

    /** Nothing more will come or go. */
    void end();
}
