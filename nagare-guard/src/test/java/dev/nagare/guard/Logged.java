package dev.nagare.guard;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the guard logs while this is open; none of it is printed meanwhile. */
final class Logged extends Handler implements AutoCloseable {
    /** Held, or the logger and with it this handler could be collected. */
    private final Logger logger = Logger.getLogger("dev.nagare.guard");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Logged() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** What has been logged so far, with its level: {@code WARNING no verdict}. */
    List<String> lines() {
        return records.stream()
                .map(each -> each.getLevel() + " " + each.getMessage())
                .toList();
    }

    /** The exceptions of what has been logged so far. */
    List<Throwable> thrown() {
        return records.stream()
                .map(LogRecord::getThrown)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            records.add(entry);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
