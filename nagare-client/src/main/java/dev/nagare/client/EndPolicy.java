package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import java.util.List;

/** What a stream that ended without an error must have shown for its answer to count as complete. */
public enum EndPolicy {
    /**
     * Every choice came to its finish reason; {@code [DONE]} may be missing. The protocol demands the reasons, and nothing
     * less tells an answer from the first half of one.
     */
    FINISH_REASONS,

    /** {@code [DONE]} is enough: for servers that leave finish reasons out. */
    DONE,

    /** Both: for those who must not miss what follows the finish reasons, such as the token counts. */
    FINISH_REASONS_AND_DONE;

    /** Judges by this policy what was judged by finish reasons. */
    StreamEnd judge(StreamEnd end, boolean began) {
        if (this == DONE && began && end instanceof StreamEnd.Truncated cut && cut.sawDone()) {
            return new StreamEnd.Completed(true);
        }
        if (this == FINISH_REASONS_AND_DONE && end instanceof StreamEnd.Completed whole && !whole.sawDone()) {
            return new StreamEnd.Truncated(List.of(), false);
        }
        return end;
    }

    /** The same for an answer that came whole, judged as if {@code [DONE]} had followed, which there is none of. */
    StreamEnd judgeWhole(StreamEnd end) {
        return judge(end, true) instanceof StreamEnd.Truncated cut
                ? new StreamEnd.Truncated(cut.unfinished(), false)
                : new StreamEnd.Completed(false);
    }
}
