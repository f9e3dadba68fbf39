package dev.nagare.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the libraries log to stderr: warnings and errors as one line, everything with {@code NAGARE_DEBUG=1}.
 *
 * <p>It takes the place of java.util.logging, whose start alone costs a short answer's time.
 */
public final class CommandLoggerFinder extends System.LoggerFinder {
    /** Called by the service loader. */
    public CommandLoggerFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        boolean debug = System.getenv("NAGARE_DEBUG") != null;
        return new CommandLogger(name, debug ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING);
    }

    private record CommandLogger(String name, System.Logger.Level lowest) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level != Level.OFF && level.getSeverity() >= lowest.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                System.err.println("nagare: " + message + (thrown == null ? "" : " (" + thrown + ")"));
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... params) {
            if (isLoggable(level) && format != null) {
                System.err.println("nagare: "
                        + (params == null || params.length == 0 ? format : MessageFormat.format(format, params)));
            }
        }
    }
}
