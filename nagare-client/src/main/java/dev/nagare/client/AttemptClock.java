package dev.nagare.client;

import dev.nagare.client.Deadlines.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When what happened in one attempt of a call, and what its deadlines make of it.
 *
 * <p>Three of the deadlines are of waiting: they pass only while someone waits for the answer. What nobody waited for is
 * taken off: of {@code firstContent} from the head on, since until then only the server keeps a reader waiting; of
 * {@code progress} always. The reading thread notes, or whoever receives the head; any thread may ask.
 */
final class AttemptClock {
    private static final Kind[] KINDS = Kind.values();

    /** As good as for ever; a moment before a deadline began still has less left than a long can hold. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Deadlines deadlines;
    private final long callStart;
    private final long start;

    // Of the reading thread.
    private long unwaitedSince;
    private long waitedForEvent;

    // Each is one number that is right by itself, so that no two of them can be read askew.
    private volatile boolean head;
    private volatile long headAt;
    private volatile boolean waiting;
    private volatile long waitingSince;
    private volatile boolean content;
    private volatile long contentFrom;
    private volatile long eventFrom;

    AttemptClock(Deadlines deadlines, long callStart, long start) {
        this.deadlines = deadlines;
        this.callStart = callStart;
        this.start = start;
        this.unwaitedSince = start;
        this.contentFrom = start;
        this.eventFrom = start;
    }

    long start() {
        return start;
    }

    /** The response's head has come. */
    void headCame(long now) {
        headAt = now;
        head = true;
    }

    /** The time from the call's begin to the response's head, or null. */
    @Nullable
    Duration headTime() {
        return head ? Duration.ofNanos(headAt - callStart) : null;
    }

    boolean isWaitedFor() {
        return waiting;
    }

    /** Someone begins to wait, who did not. */
    void waitBegins(long now) {
        if (head) {
            long from = contentFrom;
            contentFrom = from + Math.min(now - unwaitedSince, now - headAt);
        }
        eventFrom = now - waitedForEvent;
        waitingSince = now;
        waiting = true;
    }

    /** Nobody waits any more. */
    void waitOver(long now) {
        waiting = false;
        unwaitedSince = now;
        waitedForEvent = now - eventFrom;
    }

    /** An event has been read that came at this moment; whether it says something. */
    void eventCame(long arrival, boolean saysSomething) {
        waitedForEvent = 0;
        if (waiting) {
            // It may have come before anyone waited.
            long since = waitingSince;
            eventFrom = arrival - since < 0 ? since : arrival;
        }
        if (saysSomething && !content) {
            content = true;
        }
    }

    /** Whether an event has said something. */
    boolean hasContent() {
        return content;
    }

    /** How many nanoseconds are left of a deadline; {@link Long#MAX_VALUE} when it does not run. */
    long left(Kind kind, long now, long lastArrival) {
        Duration limit = deadlines.of(kind);
        if (limit == null) {
            return Long.MAX_VALUE;
        }
        long length = Math.min(LONGEST, TimeUnit.NANOSECONDS.convert(limit));
        boolean runs = switch (kind) {
            case CONNECT -> false;
            case TOTAL -> true;
            case HEADERS -> !head;
            case FIRST_CONTENT -> waiting && !content;
            case PROGRESS -> waiting && content;
            case IDLE -> waiting && head;
        };
        if (!runs) {
            return Long.MAX_VALUE;
        }
        return length
                - switch (kind) {
                    case TOTAL -> now - callStart;
                    case CONNECT, HEADERS -> now - start;
                    case FIRST_CONTENT -> now - contentFrom;
                    case PROGRESS -> now - eventFrom;
                    case IDLE -> Math.min(now - waitingSince, now - lastArrival);
                };
    }

    /** How many nanoseconds are left of the deadline that passes first. */
    long left(long now, long lastArrival) {
        long least = Long.MAX_VALUE;
        for (Kind kind : KINDS) {
            least = Math.min(least, left(kind, now, lastArrival));
        }
        return least;
    }

    /**
     * A deadline that has passed, or null.
     *
     * @param seenUntil everything that came before this moment has been read: what is there may be what was waited for
     */
    @Nullable
    Kind passed(long now, long lastArrival, long seenUntil) {
        for (Kind kind : KINDS) {
            boolean isOfWaiting = kind == Kind.FIRST_CONTENT || kind == Kind.PROGRESS || kind == Kind.IDLE;
            if (left(kind, isOfWaiting ? seenUntil : now, lastArrival) <= 0) {
                return kind;
            }
        }
        return null;
    }
}
