package dev.nagare.local.schedule;

import dev.nagare.local.model.CacheLayout;
import dev.nagare.local.model.CachePages;
import java.util.ArrayList;
import java.util.List;

/** The pages of one sequence, with the reservation for those that it will still need. One thread only. */
final class SequenceCache implements CachePages {
    private final PagePool pool;
    private final List<CachePage> pages = new ArrayList<>();
    private int reserved;
    private int length;

    /**
     * A cache that begins with pages of an earlier sequence.
     *
     * @param shared full pages
     * @param reserve how many pages it and its forks will need beyond those
     */
    SequenceCache(PagePool pool, List<CachePage> shared, int reserve) {
        this.pool = pool;
        shared.forEach(pool::share);
        pages.addAll(shared);
        length = shared.size() * CacheLayout.POSITIONS;
        pool.reserve(reserve);
        reserved = reserve;
    }

    @Override
    public float[] page(int index) {
        return pages.get(index).values;
    }

    /** The positions that are filled. */
    int length() {
        return length;
    }

    /** Makes sure that there are pages for this many positions. */
    void ensure(int positions) {
        while (pages.size() * CacheLayout.POSITIONS < positions) {
            pages.add(pool.take());
            reserved--;
        }
    }

    /** Counts positions as filled. */
    void advance(int positions) {
        length += positions;
    }

    /**
     * A second cache with the same positions: full pages are shared, the last one is copied.
     *
     * <p>When there is no memory for the copy, what it has taken is given back.
     *
     * @param reserve how many pages it takes over from this one's reservation
     */
    SequenceCache fork(int reserve) {
        int full = length / CacheLayout.POSITIONS;
        pool.unreserve(reserve);
        reserved -= reserve;
        SequenceCache fork = new SequenceCache(pool, pages.subList(0, full), reserve);
        if (length > fork.length) {
            try {
                fork.ensure(length);
            } catch (RuntimeException | Error e) {
                fork.release();
                throw e;
            }
            System.arraycopy(page(full), 0, fork.page(full), 0, page(full).length);
            fork.length = length;
        }
        return fork;
    }

    /** Keeps the full pages for later sequences that begin with the same tokens. */
    void store(int[] tokens) {
        pool.tree().store(tokens, pages.subList(0, length / CacheLayout.POSITIONS));
    }

    /** Gives everything back. */
    void release() {
        pages.forEach(pool::release);
        pages.clear();
        pool.unreserve(reserved);
        reserved = 0;
    }
}
