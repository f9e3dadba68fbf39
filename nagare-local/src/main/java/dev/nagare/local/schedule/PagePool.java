package dev.nagare.local.schedule;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * The pages of all sequences, never more than a bound.
 *
 * <p>A sequence reserves all pages it may ever need before it starts, so it never runs out on its way. A page is in one of
 * three states: used by sequences, kept for reuse by the prefix tree alone, or free. Pages of the last two kinds are given
 * out again, free ones first. Memory is allocated when a page is first needed. One thread only.
 */
final class PagePool {
    private final Supplier<CachePage> memory;
    private final int bound;
    private final PrefixTree tree = new PrefixTree(this::free);
    private final ArrayDeque<CachePage> free = new ArrayDeque<>();
    private int created;
    private int used;
    private int reserved;

    /**
     * An empty pool.
     *
     * @param memory makes a page, or throws when there is no memory for it
     * @param bound the most pages
     */
    PagePool(Supplier<CachePage> memory, int bound) {
        this.memory = memory;
        this.bound = bound;
    }

    int bound() {
        return bound;
    }

    /** Pages that sequences use. */
    int used() {
        return used;
    }

    /** Pages whose memory is allocated. */
    int created() {
        return created;
    }

    /** The pages of earlier sequences. */
    PrefixTree tree() {
        return tree;
    }

    /** Whether this many pages could be reserved now. */
    boolean has(int pages) {
        return pages <= bound - used - reserved;
    }

    void reserve(int pages) {
        if (!has(pages)) {
            throw new IllegalStateException(pages + " pages of " + (bound - used - reserved));
        }
        reserved += pages;
    }

    void unreserve(int pages) {
        reserved -= pages;
    }

    /** A page out of a reservation, which stays as it was when there is no memory for one. */
    CachePage take() {
        if (reserved == 0) {
            throw new IllegalStateException("a page was not reserved");
        }
        if (free.isEmpty() && created == bound) {
            tree.evict();
        }
        CachePage page = free.poll();
        if (page == null) {
            page = memory.get();
            created++;
        }
        reserved--;
        share(page);
        return page;
    }

    /** Counts one more user of a page. */
    void share(CachePage page) {
        if (page.users++ == 0) {
            used++;
        }
    }

    /** Counts one user less. */
    void release(CachePage page) {
        if (--page.users == 0) {
            used--;
            if (!page.stored) {
                free.push(page);
            }
        }
    }

    /** A page that the tree has let go. */
    private void free(CachePage page) {
        if (page.users == 0) {
            free.push(page);
        }
    }
}
