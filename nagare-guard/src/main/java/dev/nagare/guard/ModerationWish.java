package dev.nagare.guard;

import dev.nagare.wire.ModerationMode;
import dev.nagare.wire.ModerationOptions;
import org.jspecify.annotations.Nullable;

/** What a request asks of moderation. */
final class ModerationWish {
    private ModerationWish() {}

    /** Whether a request whose messages are flagged is to be refused. */
    static boolean blocksInput(@Nullable ModerationOptions moderation) {
        ModerationOptions.Policy policy = moderation == null ? null : moderation.policy();
        return policy != null && isBlock(policy.input());
    }

    /** Whether what is flagged in the answer is to be withheld, also where a rule only reports it. */
    static boolean blocksOutput(@Nullable ModerationOptions moderation) {
        ModerationOptions.Policy policy = moderation == null ? null : moderation.policy();
        return policy != null && isBlock(policy.output());
    }

    /** A mode that is not known is the strict one: a server refuses it, and whoever calls an engine has no server before it. */
    private static boolean isBlock(ModerationOptions.@Nullable Rule rule) {
        return rule != null && rule.mode() != null && !ModerationMode.SCORE.equals(rule.mode());
    }
}
