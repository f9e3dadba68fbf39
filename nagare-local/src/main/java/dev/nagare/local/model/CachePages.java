package dev.nagare.local.model;

/** What a step needs of a sequence's memory: the page of each stretch of {@link CacheLayout#POSITIONS} positions. */
@FunctionalInterface
public interface CachePages {
    /** The floats of a page, laid out by {@link CacheLayout}. */
    float[] page(int index);
}
