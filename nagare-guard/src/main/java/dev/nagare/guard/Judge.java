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
 * @param firstStep how many new chars there must be before the judge is asked for the first time; at least 1. From then on
 *     twice as many each time, up to the next; a finish reason, the end and a full {@code maxHeld} wait for no more
 * @param longestStep how many new chars there must be at most; at least {@code firstStep}
 */
public record Judge(
        Moderator moderator,
        Predicate<ModerationResult> rejects,
        Duration timeout,
        boolean failsOpen,
        boolean includesPrompt,
        boolean judgesInput,
        int maxHeld,
        int firstStep,
        int longestStep) {
    /** How long a verdict may take unless told otherwise. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How many chars of an answer wait for their verdict unless told otherwise. */
    public static final int MAX_HELD = 16_384;

    /** The first step of a judge that is asked sparingly: about eight tokens. */
    public static final int SPARING_FIRST_STEP = 32;

    /** The longest step of a judge that is asked sparingly: about 64 tokens. */
    public static final int SPARING_LONGEST_STEP = 256;

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
        if (firstStep < 1 || longestStep < firstStep) {
            throw new IllegalArgumentException(
                    "the steps are " + firstStep + " and " + longestStep + "; they must be at least 1, and rise");
        }
    }

    /** A judge that rejects what its moderator flags, sees the answer alone, and without whose verdict nothing is shown. */
    public static Judge of(Moderator moderator) {
        return new Judge(moderator, ModerationResult::flagged, TIMEOUT, false, false, false, MAX_HELD, 1, 1);
    }

    /** The same, but these results end a choice. */
    public Judge rejecting(Predicate<ModerationResult> results) {
        return new Judge(
                moderator, results, timeout, failsOpen, includesPrompt, judgesInput, maxHeld, firstStep, longestStep);
    }

    /** The same with another limit for one verdict. */
    public Judge timeout(Duration limit) {
        return new Judge(
                moderator, rejects, limit, failsOpen, includesPrompt, judgesInput, maxHeld, firstStep, longestStep);
    }

    /** The same, but text without a verdict is shown. */
    public Judge failingOpen() {
        return new Judge(
                moderator, rejects, timeout, true, includesPrompt, judgesInput, maxHeld, firstStep, longestStep);
    }

    /** The same, but what is judged begins with the messages. */
    public Judge withPrompt() {
        return new Judge(moderator, rejects, timeout, failsOpen, true, judgesInput, maxHeld, firstStep, longestStep);
    }

    /** The same, but the messages are judged first. */
    public Judge judgingInput() {
        return new Judge(moderator, rejects, timeout, failsOpen, includesPrompt, true, maxHeld, firstStep, longestStep);
    }

    /** The same with another bound of what waits. */
    public Judge maxHeld(int chars) {
        return new Judge(
                moderator, rejects, timeout, failsOpen, includesPrompt, judgesInput, chars, firstStep, longestStep);
    }

    /**
     * The same, but asked only when there is some text more: for a judge that is paid by the token, who would read a long
     * answer many times otherwise. Text waits until it is asked about, so it is later.
     */
    public Judge sparing() {
        return new Judge(
                moderator,
                rejects,
                timeout,
                failsOpen,
                includesPrompt,
                judgesInput,
                maxHeld,
                SPARING_FIRST_STEP,
                SPARING_LONGEST_STEP);
    }
}
