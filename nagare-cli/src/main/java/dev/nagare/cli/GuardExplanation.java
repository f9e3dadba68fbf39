package dev.nagare.cli;

import dev.nagare.guard.GuardEvent;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Release;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Says on standard error what a guard holds back after each piece of text, for which rules, when it lets it go, and what it
 * found. Places count in UTF-16 code units from the beginning of the text, as in a guard's events.
 */
final class GuardExplanation implements GuardWatcher {
    private static final int SHOWN_RULES = 8;

    private final Terminal terminal;
    private final StringBuilder held = new StringBuilder();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long in;
    private long out;
    private long mostHeld;
    private long longest;

    /** Begins with what the policy can hold back at most. */
    GuardExplanation(Terminal terminal, Policy policy) {
        this.terminal = terminal;
        say("policy " + policy.id() + ", " + PolicyReport.count(policy.rules().size(), "rule") + ": "
                + PolicyReport.certificate(policy));
    }

    /** When the characters before a place had come. */
    private record Arrival(long end, long nanos) {}

    @Override
    public void passed(String piece, Release release, GuardSession session) {
        long start = in - held.length();
        int waited = held.length();
        long now = terminal.nanos().getAsLong();
        in += piece.length();
        out += release.text().length();
        arrivals.add(new Arrival(in, now));
        release.events().forEach(this::found);
        long decided = in - session.held();
        if (decided > start && waited > 0) {
            decidedOn(Math.min(waited, decided - start), start, now);
        }
        arrivals.removeIf(arrival -> arrival.end <= decided);
        held.append(piece).delete(0, held.length() - session.held());
        if (session.held() > 0) {
            mostHeld = Math.max(mostHeld, session.held());
            say("held " + characters(session.held()) + " at " + decided + ": \"" + Kind.cut(held.toString()) + "\", "
                    + why(session.holdback()));
        }
    }

    private void decidedOn(long count, long start, long now) {
        long nanos = now - arrivals.getFirst().nanos;
        longest = Math.max(longest, nanos);
        say("decided on " + characters(count) + " at " + start + " after " + Stopwatch.format(Duration.ofNanos(nanos)));
    }

    @Override
    public void end() {
        say("in " + characters(in) + ", out " + characters(out) + "; held at most " + characters(mostHeld)
                + ", at most for " + Stopwatch.format(Duration.ofNanos(longest)));
    }

    private void found(GuardEvent event) {
        String what = switch (event.action()) {
            case BLOCK -> "ended the text at " + event.start();
            case REDACT -> "replaced " + characters(event.end() - event.start()) + " at " + event.start();
            case ANNOTATE -> "found " + characters(event.end() - event.start()) + " at " + event.start();
        };
        boolean isNamed = event.rule().equals(event.category());
        say(what + ": rule " + event.rule() + (isNamed ? "" : " (" + event.category() + ")"));
    }

    private static String why(List<String> rules) {
        if (rules.isEmpty()) {
            return "half of a character";
        }
        String named = String.join(", ", rules.subList(0, Math.min(rules.size(), SHOWN_RULES)));
        int more = rules.size() - SHOWN_RULES;
        return "may become a match of " + named + (more > 0 ? " and " + more + " more" : "");
    }

    private static String characters(long count) {
        return PolicyReport.count(count, "character");
    }

    private void say(String line) {
        terminal.tell("guard: " + line);
    }
}
