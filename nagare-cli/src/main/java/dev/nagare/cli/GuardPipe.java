package dev.nagare.cli;

import dev.nagare.guard.GuardEvent;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Release;
import java.io.IOException;

/** Standard input to standard output through a policy: what may be shown goes at once. */
final class GuardPipe {
    private final Terminal terminal;
    private final GuardSession session;
    private final GuardWatcher watcher;

    /**
     * A pipe for one text.
     *
     * @param watcher told what happens, as it happens
     */
    GuardPipe(Terminal terminal, Policy policy, GuardWatcher watcher) {
        this.terminal = terminal;
        this.session = policy.newSession();
        this.watcher = watcher;
    }

    /** Passes everything, until the end, a block, or a reader who leaves; returns the exit code. */
    int run() throws IOException {
        Utf8Input input = new Utf8Input(terminal.bytes());
        for (String piece = input.next(); piece != null; piece = input.next()) {
            Release release = session.accept(piece);
            if (!show(release.text())) {
                // Whoever read this has had enough, which is no error.
                return ExitCode.OK;
            }
            watcher.passed(piece, release, session);
            if (session.isBlocked()) {
                return end(input);
            }
        }
        Release rest = session.finish();
        if (!show(rest.text())) {
            return ExitCode.OK;
        }
        watcher.passed("", rest, session);
        return end(input);
    }

    private boolean show(String text) {
        return text.isEmpty() || terminal.show(text);
    }

    private int end(Utf8Input input) {
        watcher.end();
        if (input.replaced() > 0) {
            terminal.tell("nagare: what is not UTF-8 was replaced by U+FFFD, " + input.replaced() + " times");
        }
        GuardEvent block = session.block();
        if (block == null) {
            return ExitCode.OK;
        }
        terminal.tell("nagare: rule '" + block.rule() + "' ended the text at character " + block.start());
        return ExitCode.BLOCKED;
    }
}
