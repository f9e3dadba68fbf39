package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Moderator;
import dev.nagare.guard.GuardedEngine;
import dev.nagare.guard.Policy;
import dev.nagare.guard.PolicyModerator;

/**
 * The policy of a server: around its answers, and for texts that callers want judged. What both need is compiled once. Only
 * made where there is a policy, so that nothing of one is loaded otherwise.
 */
final class ServerPolicy {
    private final PolicyModerator moderator;

    private ServerPolicy(Policy policy) {
        this.moderator = new PolicyModerator(policy);
    }

    static ServerPolicy of(WrittenPolicy written) {
        return new ServerPolicy(written.policy());
    }

    /** The policy without rules: with it an engine has verdicts for a judge to add to. */
    static ServerPolicy none() {
        return new ServerPolicy(Policy.none());
    }

    /** Around an engine, which is closed with it. */
    CompletionEngine around(CompletionEngine engine, boolean alwaysVerdicts) {
        return new GuardedEngine(engine, moderator, alwaysVerdicts);
    }

    /** The same rules for texts that someone wants judged. */
    Moderator moderator() {
        return moderator;
    }

    /** Says what it does, for whoever starts a server. */
    void tell(Terminal terminal) {
        Policy policy = moderator.policy();
        terminal.tell("nagare: the policy " + policy.id() + " moderates every answer and "
                + PolicyReport.certificate(policy));
        Guards.warn(policy, terminal);
    }
}
