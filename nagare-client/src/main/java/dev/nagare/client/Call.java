package dev.nagare.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call: sends its request, again if need be, and keeps count. For one reader. */
final class Call {
    private final HttpClient http;
    private final HttpRequest request;
    private final ClientSettings settings;
    private final ClientTime time;
    private final long start;
    private final List<Attempt> failed = new ArrayList<>(0);
    private Duration paused = Duration.ZERO;

    Call(HttpClient http, HttpRequest request, ClientSettings settings, ClientTime time) {
        this.http = http;
        this.request = request;
        this.settings = settings;
        this.time = time;
        this.start = time.now();
    }

    /** Sends the request. */
    Exchange send(Runnable signal) {
        return Exchange.send(http, request, settings.deadlines(), time, start, signal);
    }

    ClientSettings settings() {
        return settings;
    }

    ClientTime time() {
        return time;
    }

    /** The nanoseconds from the call's begin to a moment. */
    long nanos(long moment) {
        return moment - start;
    }

    private Duration since(long moment) {
        return Duration.ofNanos(moment - start);
    }

    /**
     * Decides what follows a failed attempt whose answer had not begun: the pause before the next one, or null when there
     * is none; then the exception tells of all attempts.
     */
    @Nullable
    Duration pauseAfter(Exchange attempt, NagareClientException failure) {
        Duration pause = pause(failure);
        ResponseHead head = failure.response().orElse(null);
        Duration began = since(attempt.start());
        failed.add(new Attempt(
                began,
                since(time.now()).minus(began),
                head == null ? null : head.status(),
                failure.requestId().orElse(null),
                String.valueOf(failure.getMessage()),
                pause));
        if (pause == null) {
            failure.setAttempts(failed);
            return null;
        }
        paused = paused.plus(pause);
        System.getLogger("dev.nagare.client")
                .log(
                        System.Logger.Level.DEBUG,
                        "attempt {0} failed, the next one follows in {1}",
                        failed.size(),
                        pause);
        return pause;
    }

    /** Tells an exception of the attempts before the one that it ended, which had begun to answer. */
    void noRetry(NagareClientException failure) {
        failure.setAttempts(failed);
    }

    private @Nullable Duration pause(NagareClientException failure) {
        RetryPolicy policy = settings.retries();
        boolean isTotal = failure instanceof DeadlineException passed && passed.kind() == Deadlines.Kind.TOTAL;
        if (failed.size() >= policy.maxRetries() || isTotal || !failure.isRetryable()) {
            return null;
        }
        Duration asked = failure.retryAfter().orElse(null);
        Duration pause =
                asked == null ? policy.pause(failed.size(), time.random().getAsDouble()) : asked;
        Duration total = settings.deadlines().total();
        boolean fits = paused.plus(pause).compareTo(policy.budget()) <= 0
                && (total == null || since(time.now()).plus(pause).compareTo(total) < 0);
        return fits ? pause : null;
    }
}
