package dev.nagare.local.schedule;

/** A page of keys and values, counted by who uses it. Known to the scheduler's thread only. */
final class CachePage {
    final float[] values;
    /** How many sequences use it. */
    int users;
    /** Whether the prefix tree holds it, too. */
    boolean stored;

    CachePage(int size) {
        values = new float[size];
    }
}
