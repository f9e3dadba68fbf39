package dev.nagare.testkit;

/** Not written yet. */
public final class ManualClock {
    private ManualClock() {}
}
