package dev.nagare.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the server logs of a level and above while this is open; none of it is printed meanwhile. */
final class Logged extends Handler implements AutoCloseable {
    /** Held, or the logger and with it this handler could be collected. */
    private final Logger logger = Logger.getLogger("dev.nagare.server");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private Logged(Level level) {
        setLevel(level);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    static Logged warnings() {
        return new Logged(Level.WARNING);
    }

    /** The messages, as they were before their parameters were put in. */
    List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            records.add(record);
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
