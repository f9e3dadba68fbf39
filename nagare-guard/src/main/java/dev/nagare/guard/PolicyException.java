package dev.nagare.guard;

/** A policy that cannot be compiled, with the rule at fault, the reason, and what to write instead. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 80;

    private final String rule;
    private final String reason;

    PolicyException(String rule, String reason) {
        super("rule '" + shown(rule) + "': " + reason);
        this.rule = rule;
        this.reason = reason;
    }

    /** The name of the rule at fault. */
    public String rule() {
        return rule;
    }

    /** What is wrong and what to write instead: the message without the rule's name, for whoever says where it stands. */
    public String reason() {
        return reason;
    }

    /** A text out of a policy, cut to a length that fits a message and free of control characters. */
    static String shown(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(SHOWN)
                .map(point -> Character.isISOControl(point) ? 0xFFFD : point)
                .forEach(out::appendCodePoint);
        return out.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "")
                .toString();
    }
}
