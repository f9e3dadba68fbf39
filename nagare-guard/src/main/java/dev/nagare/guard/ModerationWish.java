package dev.nagare.guard;

import dev.nagare.wire.ModerationMode;
import dev.nagare.wire.ModerationOptions;
import org.jspecify.annotations.Nullable;

/** What a request asks of moderation. */
final class ModerationRequest {
    private ModerationRequest() {}

    /** Whether a message that a blocking rule matches is to be refused. */
    static boolean blocksInput(@Nullable ModerationOptions moderation) {
        ModerationOptions.Policy policy = moderation == null ? null : moderation.policy();
        ModerationOptions.Rule input = policy == null ? null : policy.input();
        return input != null && ModerationMode.BLOCK.equals(input.mode());
    }
}
