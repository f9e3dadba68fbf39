package dev.nagare.server;

import dev.nagare.wire.TokenLogprob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how much memory things take. */
final class Weights {
    /** One token with its log probability. */
    static final int LOGPROB = 128;

    private Weights() {}

    static int of(@Nullable List<TokenLogprob> logprobs) {
        if (logprobs == null) {
            return 0;
        }
        int weight = 0;
        for (TokenLogprob logprob : logprobs) {
            List<TokenLogprob> top = logprob.topLogprobs();
            weight += LOGPROB * (1 + (top == null ? 0 : top.size()));
        }
        return weight;
    }
}
