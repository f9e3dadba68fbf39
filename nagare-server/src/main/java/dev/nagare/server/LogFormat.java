package dev.nagare.server;

/** How a line of the access log is written. The fields and their order are the same in both. */
public enum LogFormat {
    /** Fields as {@code name=value}, a value that is more than a plain word in quotation marks. */
    TEXT,
    /** One JSON object. */
    JSON
}
