package dev.nagare.local;

/** Not written yet. */
public final class LocalEngine {
    private LocalEngine() {}
}
