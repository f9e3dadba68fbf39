package dev.nagare.server;

/**
 * Something that keeps a server from starting, or from being of use, with a configuration.
 *
 * @param component the component of {@link ServerConfig} at fault, such as {@code tlsCert}
 * @param message what is wrong; where it is about a file, it names the file
 */
public record ConfigProblem(String component, String message) {}
