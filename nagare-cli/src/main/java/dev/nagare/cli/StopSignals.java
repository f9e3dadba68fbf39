package dev.nagare.cli;

/** How whoever runs a command tells it to stop. */
@FunctionalInterface
interface StopSignals {
    /**
     * Takes the signals from now on. One that comes before anyone waits ends the process at once, in order: nobody depends
     * on it yet.
     */
    Stop listen();

    /** Waits for the first signal. */
    @FunctionalInterface
    interface Stop {
        /** Blocks until the command is to stop; returns the exit code that it then ends with. */
        int await() throws InterruptedException;
    }
}
