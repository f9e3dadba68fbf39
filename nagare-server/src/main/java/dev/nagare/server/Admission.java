package dev.nagare.server;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which generations run and which wait. For any thread; no lock is held while a {@link Waiter} is called.
 *
 * <p>Whoever waits does so in the queue of its key, and the keys take turns: a key with a thousand requests holds up
 * another's one by a single turn. When the queues together are full, a request of a key that has at least two fewer
 * waiting than the key with the most takes the place of that key's newest; any other is refused.
 */
final class Admission {
    /** How much the latest running time counts in the average. */
    private static final double SHARE = 0.2;

    /** Clients wait for this many seconds at most before they go by their own ideas. */
    private static final long MOST_SECONDS = 120;

    /** Who waits. Called at most once altogether, on the thread of whoever made room or took the place. */
    interface Waiter {
        /** The generation may begin. */
        void admitted();

        /** Another took the place in the queue. */
        void displaced();
    }

    private enum State {
        WAITING,
        RUNNING,
        GONE
    }

    private final int maxRunning;
    private final int maxQueued;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    /** The places that wait, by key; the key whose turn it is comes first. No queue is empty. */
    private final LinkedHashMap<String, LinkedHashSet<Place>> queues = new LinkedHashMap<>();

    private int running;
    private int waiting;
    private double averageNanos;

    Admission(int maxRunning, int maxQueued, LongSupplier nanoTime) {
        this.maxRunning = maxRunning;
        this.maxQueued = maxQueued;
        this.nanoTime = nanoTime;
    }

    /** Takes a place, which runs already or waits; null when there is none. */
    @Nullable
    Place enter(String key, Waiter waiter) {
        Place place = new Place(key, waiter);
        Place out = null;
        lock.lock();
        try {
            if (running < maxRunning) {
                run(place);
                return place;
            }
            if (waiting >= maxQueued) {
                out = giveWay(key);
                if (out == null) {
                    return null;
                }
            }
            queues.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(place);
            waiting++;
        } finally {
            lock.unlock();
        }
        if (out != null) {
            out.waiter.displaced();
        }
        return place;
    }

    /** How many generations run. */
    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** In how many whole seconds, at least one, a new request would probably get its turn. */
    long retryAfterSeconds() {
        lock.lock();
        try {
            double nanos = averageNanos * (waiting + 1) / maxRunning;
            long seconds = (long) Math.ceil(nanos / TimeUnit.SECONDS.toNanos(1));
            return Math.clamp(seconds, 1, MOST_SECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void run(Place place) {
        place.state = State.RUNNING;
        place.admittedAt = nanoTime.getAsLong();
        running++;
    }

    private @Nullable Place giveWay(String key) {
        String longest = null;
        int most = 0;
        for (Map.Entry<String, LinkedHashSet<Place>> queue : queues.entrySet()) {
            if (queue.getValue().size() > most) {
                most = queue.getValue().size();
                longest = queue.getKey();
            }
        }
        LinkedHashSet<Place> own = queues.get(key);
        int mine = own == null ? 0 : own.size();
        if (longest == null || most < mine + 2) {
            return null;
        }
        LinkedHashSet<Place> queue = queues.get(longest);
        if (queue == null) {
            return null;
        }
        // The longest queue has at least two places, so it does not become empty.
        Place newest = queue.removeLast();
        newest.state = State.GONE;
        waiting--;
        return newest;
    }

    /** The place whose turn it is, now running; null when none waits. */
    private @Nullable Place admitNext() {
        Map.Entry<String, LinkedHashSet<Place>> turn = queues.pollFirstEntry();
        if (turn == null) {
            return null;
        }
        LinkedHashSet<Place> queue = turn.getValue();
        Place next = queue.removeFirst();
        if (!queue.isEmpty()) {
            queues.put(turn.getKey(), queue);
        }
        waiting--;
        run(next);
        return next;
    }

    private void ended(Place place) {
        running--;
        if (!place.generated) {
            return;
        }
        double took = nanoTime.getAsLong() - place.admittedAt;
        averageNanos = averageNanos == 0 ? took : averageNanos + SHARE * (took - averageNanos);
    }

    private void forget(Place place) {
        LinkedHashSet<Place> queue = queues.get(place.key);
        if (queue != null && queue.remove(place)) {
            waiting--;
            if (queue.isEmpty()) {
                queues.remove(place.key);
            }
        }
    }

    /** One request's place among those that run or wait. For any thread. */
    final class Place {
        private final String key;
        private final Waiter waiter;
        private State state = State.WAITING;
        private long admittedAt;
        private boolean generated;

        private Place(String key, Waiter waiter) {
            this.key = key;
            this.waiter = waiter;
        }

        /** Whether the generation may run. */
        boolean isRunning() {
            lock.lock();
            try {
                return state == State.RUNNING;
            } finally {
                lock.unlock();
            }
        }

        /** Whether the turn has still to come. */
        boolean isWaiting() {
            lock.lock();
            try {
                return state == State.WAITING;
            } finally {
                lock.unlock();
            }
        }

        /**
         * Something was generated, so that how long the place is held says how long others will hold theirs. A request
         * whose reader had left, or that the engine refused, gives its place up at once, which says nothing.
         */
        void generated() {
            lock.lock();
            try {
                generated = true;
            } finally {
                lock.unlock();
            }
        }

        /** Gives the place up, running or waiting; when it ran, the next one is admitted. More calls do nothing. */
        void leave() {
            Place next = null;
            lock.lock();
            try {
                if (state == State.RUNNING) {
                    ended(this);
                    next = admitNext();
                } else if (state == State.WAITING) {
                    forget(this);
                }
                state = State.GONE;
            } finally {
                lock.unlock();
            }
            if (next != null) {
                next.waiter.admitted();
            }
        }
    }
}
