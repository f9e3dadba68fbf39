package dev.nagare.client;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stream ended in good order, but the answer was not whole: a choice has no finish reason. */
public final class TruncatedStreamException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    private final int[] unfinished;

    TruncatedStreamException(List<Integer> unfinished, @Nullable ResponseHead response) {
        super(
                "the stream ended before the answer did: "
                        + (unfinished.isEmpty() ? "no [DONE]" : "no finish reason for choice " + join(unfinished)),
                null,
                response);
        this.unfinished = unfinished.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The choices that began, or were expected, and did not finish; none when only {@code [DONE]} was missed. */
    public List<Integer> unfinished() {
        return Arrays.stream(unfinished).boxed().toList();
    }

    @Override
    public boolean isRetryable() {
        return true;
    }

    private static String join(List<Integer> choices) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < choices.size() && i < 8; i++) {
            out.append(i == 0 ? "" : ", ").append(choices.get(i));
        }
        return choices.size() > 8 ? out.append(", …").toString() : out.toString();
    }
}
