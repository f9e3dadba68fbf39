package dev.nagare.server;

import dev.nagare.wire.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Joins the finish reasons of several choices into the one that a request is known by: the one that takes most from
 * what was asked for. A filter outweighs a limit, a limit a call of tools, and that a plain stop.
 */
final class FinishReasons {
    private FinishReasons() {}

    /** The one of two that counts. */
    static FinishReason weightier(@Nullable FinishReason one, FinishReason other) {
        return one == null || weight(other) > weight(one) ? other : one;
    }

    /** The word for a reason: one of a closed set, whatever an engine says. */
    static String word(FinishReason reason) {
        return switch (reason.value()) {
            case "content_filter", "length" -> reason.value();
            case "tool_calls", "function_call" -> "tool_calls";
            default -> "stop";
        };
    }

    private static int weight(FinishReason reason) {
        return switch (word(reason)) {
            case "content_filter" -> 3;
            case "length" -> 2;
            case "tool_calls" -> 1;
            default -> 0;
        };
    }
}
