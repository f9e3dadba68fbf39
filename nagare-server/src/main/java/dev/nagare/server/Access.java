package dev.nagare.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may go on by what its head says: its path, its method, its key. For any thread. */
final class Access {
    private static final String BEARER = "bearer ";

    private final ServerState server;
    private final @Nullable Supplier<ApiKeys> keys;

    /**
     * Decides for a server.
     *
     * @param keys the keys of now; null when no key is needed
     */
    Access(ServerState server, @Nullable Supplier<ApiKeys> keys) {
        this.server = server;
        this.keys = keys;
    }

    /** Why the request is refused whatever its body says, or null when it is not; sets whose request it is. */
    @Nullable
    ErrorAnswer refusal(RequestHead head, Exchange exchange) {
        Door door = exchange.peer.door();
        if (head.route() != Route.NONE && !door.leadsTo(head.route())) {
            return ErrorAnswer.unknownUrl(head.method(), head.path());
        }
        if (head.route() == Route.MODERATIONS && server.moderator() == null) {
            return ErrorAnswer.NO_MODERATOR;
        }
        if (server.isClosing() && !head.route().isOperations()) {
            return ErrorAnswer.CLOSING;
        }
        ErrorAnswer refusal = head.refusal(server.config().maxBodyBytes());
        if (refusal == null && !head.route().isOperations() && !head.is(HttpMethod.OPTIONS)) {
            refusal = unknownKey(head, exchange);
        }
        if (refusal == null && head.route().isLimited() && !head.is(HttpMethod.OPTIONS)) {
            exchange.rate(server.rates().of(exchange.key));
        }
        return refusal;
    }

    private @Nullable ErrorAnswer unknownKey(RequestHead head, Exchange exchange) {
        if (keys == null) {
            return null;
        }
        String authorization =
                head.headers().get(HttpHeaderNames.AUTHORIZATION, "").strip();
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return ErrorAnswer.NO_KEY;
        }
        String presented = authorization.substring(BEARER.length()).strip();
        ApiKey key = keys.get().find(presented);
        if (key == null) {
            return ErrorAnswer.wrongKey(presented);
        }
        exchange.key = key;
        return null;
    }
}
