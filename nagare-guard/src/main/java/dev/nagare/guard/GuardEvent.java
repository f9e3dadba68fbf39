package dev.nagare.guard;

/**
 * A match that a guard has acted on or reports.
 *
 * @param rule the rule's name
 * @param category what the rule counts as in a verdict
 * @param action what became of it
 * @param start where it begins in the original text, in chars from the beginning of the session
 * @param end where it ends; for a redaction the end of everything that the replacement stands for
 */
public record GuardEvent(String rule, String category, Action action, long start, long end) {}
