package dev.nagare.server;

import org.jspecify.annotations.Nullable;

/** Decides whether a request may go on by what its head says. For any thread. */
final class Access {
    private final ServerState server;

    Access(ServerState server) {
        this.server = server;
    }

    /** Why the request is refused whatever its body says, or null when it is not. */
    @Nullable
    ErrorAnswer refusal(RequestHead head, Exchange exchange) {
        if (server.isClosing() && !head.route().isOperations()) {
            return ErrorAnswer.CLOSING;
        }
        return head.refusal(server.config().maxBodyBytes());
    }
}
