package dev.nagare.cli;

/** Not written yet. */
public final class Main {
    private Main() {}
}
