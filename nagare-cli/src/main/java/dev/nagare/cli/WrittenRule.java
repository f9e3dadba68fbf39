package dev.nagare.cli;

import dev.nagare.guard.Policy;
import dev.nagare.guard.PolicyException;
import dev.nagare.guard.Rule;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a policy as it is written.
 *
 * @param rule the rule
 * @param finds what it looks for, in a few words
 * @param place where it stands, for messages
 * @param phrases its words and phrases, each with its place; empty for other rules
 * @param ofPhrases makes the same rule of other phrases
 */
record WrittenRule(Rule rule, String finds, String place, List<Given> phrases, Function<List<String>, Rule> ofPhrases) {
    /** What keeps this rule by itself from being compiled, with its place; null when nothing does. */
    @Nullable
    String problem() {
        PolicyException refusal = refusal(rule);
        if (refusal == null) {
            return null;
        }
        return (phrases.isEmpty() ? place : firstRefused()) + ": " + refusal.getMessage();
    }

    /** Where the first phrase stands with which the rule cannot be compiled: a search by halves. */
    private String firstRefused() {
        int good = 0;
        int bad = phrases.size();
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            List<String> half =
                    phrases.subList(0, middle).stream().map(Given::text).toList();
            if (refusal(ofPhrases.apply(half)) == null) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return phrases.get(good).place().text();
    }

    private static @Nullable PolicyException refusal(Rule rule) {
        try {
            Policy _ = Policy.builder("alone").rule(rule).build();
            return null;
        } catch (PolicyException e) {
            return e;
        }
    }

    /** The most characters that this rule by itself holds back. */
    int holds() {
        return Policy.builder("alone").rule(rule).build().certificate().maxCharacters();
    }
}
