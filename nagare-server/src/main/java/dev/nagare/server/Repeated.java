package dev.nagare.server;

import java.lang.System.Logger.Level;

/**
 * A task that a scheduler repeats, and that goes on after whatever it throws: a scheduler drops a task that throws, and what it
 * looked after is then looked after by nobody.
 *
 * @param log where it is told that the task threw
 * @param failure what to say of that
 * @param task what is repeated
 */
record Repeated(System.Logger log, String failure, Runnable task) implements Runnable {
    @Override
    public void run() {
        try {
            task.run();
        } catch (Throwable e) {
            tell(e);
        }
    }

    private void tell(Throwable thrown) {
        try {
            log.log(Level.ERROR, failure, thrown);
        } catch (Throwable e) {
            // Memory or files may be short, which the next run may find better: nothing is left to say it with.
            thrown.addSuppressed(e);
        }
    }
}
