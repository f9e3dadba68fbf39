package dev.nagare.cli;

import dev.nagare.client.ChatClientBuilder;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.GuardChunkFilter;
import dev.nagare.guard.GuardCompletionFilter;
import dev.nagare.guard.GuardedEngine;
import dev.nagare.guard.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a policy around whoever answers. Only named where there is one, so that nothing of it is loaded otherwise. */
final class Guards {
    private Guards() {}

    /**
     * The policy that {@code --policy} names. Tells what one should know of it.
     *
     * @throws WrongPolicy when something is wrong with it
     */
    static Policy policy(String text, Terminal terminal) {
        Policy policy = PolicyFile.require(PolicySource.of(text)).policy();
        warn(policy, terminal);
        return policy;
    }

    /** Tells what one should know of a policy before it is used. */
    static void warn(Policy policy, Terminal terminal) {
        PolicyReport.warnings(policy).forEach(warning -> terminal.tell("nagare: " + warning));
    }

    /** The same for whoever gathers problems; null when some were added. */
    static @Nullable WrittenPolicy read(String text, List<String> problems) {
        try {
            return PolicyFile.read(PolicySource.of(text), problems);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Around an engine, which it closes when it is closed. */
    static CompletionEngine around(CompletionEngine engine, Policy policy) {
        return new GuardedEngine(engine, policy, false);
    }

    /** Around every answer of a client that is being built. */
    static void around(ChatClientBuilder client, Policy policy) {
        client.chatFilter(request -> new GuardChunkFilter(policy, request.choices()))
                .completionFilter(request -> new GuardCompletionFilter(policy, request.allChoices()));
    }
}
