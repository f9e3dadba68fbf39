package dev.nagare.guard;

import dev.nagare.engine.Moderator;
import dev.nagare.wire.ModerationResult;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Who judges answers while they are generated, and what becomes of them; a {@link JudgedEngine} asks it.
 *
 * @param moderator who judges: a function, a classifier, a server
 * @param rejects which results end a choice
 * @param timeout how long one verdict may take; more than zero
 * @param failsOpen what happens when there is no verdict, or not in time: true shows the text all the same, false ends the
 *     answer with an error
 * @param includesPrompt whether the messages stand before each text that is judged
 * @param judgesInput whether the messages are judged before anything is generated, also where a request does not ask for it
 * @param maxHeld how many chars of an answer wait for their verdict before the generation is paused; at least 1
 */
public record Judge(
        Moderator moderator,
        Predicate<ModerationResult> rejects,
        Duration timeout,
        boolean failsOpen,
        boolean includesPrompt,
        boolean judgesInput,
        int maxHeld) {
    /** How long a verdict may take unless told otherwise. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How many chars of an answer wait for their verdict unless told otherwise. */
    public static final int MAX_HELD = 16_384;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is not kept to
     */
    public Judge {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be more than zero");
        }
        if (maxHeld < 1) {
            throw new IllegalArgumentException("maxHeld is " + maxHeld + "; it must be at least 1");
        }
    }

    /** A judge that rejects what its moderator flags, sees the answer alone, and without whose verdict nothing is shown. */
    public static Judge of(Moderator moderator) {
        return new Judge(moderator, ModerationResult::flagged, TIMEOUT, false, false, false, MAX_HELD);
    }

    /** The same, but these results end a choice. */
    public Judge rejecting(Predicate<ModerationResult> results) {
        return new Judge(moderator, results, timeout, failsOpen, includesPrompt, judgesInput, maxHeld);
    }

    /** The same with another limit for one verdict. */
    public Judge timeout(Duration limit) {
        return new Judge(moderator, rejects, limit, failsOpen, includesPrompt, judgesInput, maxHeld);
    }

    /** The same, but text without a verdict is shown. */
    public Judge failingOpen() {
        return new Judge(moderator, rejects, timeout, true, includesPrompt, judgesInput, maxHeld);
    }

    /** The same, but what is judged begins with the messages. */
    public Judge withPrompt() {
        return new Judge(moderator, rejects, timeout, failsOpen, true, judgesInput, maxHeld);
    }

    /** The same, but the messages are judged first. */
    public Judge judgingInput() {
        return new Judge(moderator, rejects, timeout, failsOpen, includesPrompt, true, maxHeld);
    }

    /** The same with another bound of what waits. */
    public Judge maxHeld(int chars) {
        return new Judge(moderator, rejects, timeout, failsOpen, includesPrompt, judgesInput, chars);
    }
}
