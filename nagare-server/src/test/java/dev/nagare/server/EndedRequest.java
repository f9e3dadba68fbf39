package dev.nagare.server;

import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the event of a request that is over: a streamed chat that went well unless a test says otherwise. */
final class EndedRequest {
    static final Instant RECEIVED = Instant.parse("2026-11-25T01:02:03.456Z");

    private String id = "req_1";
    private @Nullable String key = "team-a";
    private @Nullable String remote = "192.0.2.7";
    private String method = "POST";
    private String path;
    private final Route route;
    private int status = 200;
    private RequestOutcome outcome = RequestOutcome.COMPLETED;
    private @Nullable ErrorReason reason;
    private boolean streamed = true;
    private @Nullable String model = "tiny";
    private @Nullable FinishReason finish;
    private @Nullable Usage usage = Usage.of(36, 298);
    private @Nullable Duration queued = Duration.ofMillis(2);
    private @Nullable Duration first = Duration.ofMillis(14);
    private Duration total = Duration.ofMillis(251);

    private EndedRequest(Route route) {
        this.route = route;
        this.path = route.path();
    }

    static EndedRequest chat() {
        return new EndedRequest(Route.CHAT_COMPLETIONS);
    }

    /** A request that no generation was begun for. */
    static EndedRequest plain(Route route, String method, String path, int status) {
        EndedRequest request = new EndedRequest(route);
        request.method = method;
        request.path = path;
        request.status = status;
        request.streamed = false;
        request.key = null;
        request.model = null;
        request.usage = null;
        request.queued = null;
        request.first = null;
        return request;
    }

    EndedRequest id(String value) {
        id = value;
        return this;
    }

    EndedRequest key(@Nullable String value) {
        key = value;
        return this;
    }

    EndedRequest remote(@Nullable String value) {
        remote = value;
        return this;
    }

    EndedRequest status(int value) {
        status = value;
        return this;
    }

    EndedRequest outcome(RequestOutcome value) {
        outcome = value;
        return this;
    }

    EndedRequest reason(ErrorReason value) {
        reason = value;
        return this;
    }

    EndedRequest streamed(boolean value) {
        streamed = value;
        return this;
    }

    EndedRequest model(@Nullable String value) {
        model = value;
        return this;
    }

    EndedRequest finish(FinishReason value) {
        finish = value;
        return this;
    }

    EndedRequest usage(@Nullable Usage value) {
        usage = value;
        return this;
    }

    EndedRequest times(@Nullable Duration untilAdmitted, @Nullable Duration untilFirst, Duration untilEnd) {
        queued = untilAdmitted;
        first = untilFirst;
        total = untilEnd;
        return this;
    }

    RequestEnded event() {
        return new RequestEnded(
                id, key, remote, method, path, route, status, outcome, reason, streamed, model, finish, usage, RECEIVED,
                queued, first, total);
    }
}
