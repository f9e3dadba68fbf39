package dev.nagare.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules, compiled once, with the proof of how much text they can ever hold back.
 *
 * <p>Immutable; any number of sessions on any threads share one policy.
 */
public final class Policy {
    /** How many invisible characters in a row are borne unless told otherwise. */
    public static final int INVISIBLE_RUN = 64;

    private final String name;
    private final List<Rule> rules;
    private final @Nullable PhraseAutomaton phrases;
    private final Patterns plain;
    private final Patterns folded;
    private final boolean replacing;
    private final JsonStarts jsonStarts;
    private final UnknownFields unknownFields;
    private final Certificate certificate;
    private final String id;

    private Policy(Builder builder, PolicyWork work) {
        this.name = builder.name;
        this.rules = List.copyOf(builder.rules);
        this.unknownFields = builder.unknownFields;
        this.phrases = PhraseCompiler.compile(rules, work);
        List<CompiledPattern> plainPatterns = new ArrayList<>();
        List<CompiledPattern> foldedPatterns = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            for (CompiledPattern pattern : rules.get(i).compile(i, work)) {
                (pattern.view() == Folding.PLAIN ? plainPatterns : foldedPatterns).add(pattern);
            }
        }
        this.plain = new Patterns(plainPatterns);
        this.folded = new Patterns(foldedPatterns);
        int longest = Math.max(
                phrases == null ? 0 : phrases.longestHold(), Math.max(plain.longestHold(), folded.longestHold()));
        this.replacing = rules.stream().anyMatch(rule -> rule.action() == Action.REDACT);
        this.jsonStarts = JsonStarts.of(rules, plain, folded);
        boolean holdsValues = jsonStarts.inNumbers() || jsonStarts.inLiterals();
        this.certificate = new Certificate(longest, builder.invisibleRun, holdsValues ? JsonValues.LONGEST : 0);
        this.id = name + "@" + hash(builder);
    }

    /** An empty builder for a policy of this name. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The policy without rules, under which every text passes at once and every chunk as it came. */
    public static Policy none() {
        return builder("none").build();
    }

    private String hash(Builder builder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((unknownFields + "/" + builder.invisibleRun).getBytes(StandardCharsets.UTF_8));
            for (Rule rule : rules) {
                digest.update((byte) 0xFF);
                digest.update(rule.canonical().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The policy's name. */
    public String name() {
        return name;
    }

    /** The name and the first twelve hexadecimal digits of a SHA-256 over the rules: {@code house@4f1c…}. */
    public String id() {
        return id;
    }

    /** The longest text that can ever be held back. */
    public Certificate certificate() {
        return certificate;
    }

    /** The rules, in the order in which they were added. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * The rules whose replacement may become a part of a match, by itself or with what stands around it. No rule looks at what
     * is shown: where {@code bomb} is rejected and {@code damn} replaced by nothing, {@code bodamnmb} is shown as {@code bomb}.
     * A replacement that begins and ends with characters that no rule looks for, such as {@code [x]}, becomes none.
     */
    public List<Rule> rulesThatMayMakeMatches() {
        Replacements replacements = new Replacements(this);
        return rules.stream().filter(replacements::mayMakeMatch).toList();
    }

    /** What becomes of text in fields that the guard does not know. */
    public UnknownFields unknownFields() {
        return unknownFields;
    }

    /** Whether there is nothing to look for. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** About how many bytes the compiled rules take. */
    public long bytes() {
        return (phrases == null ? 0 : phrases.bytes()) + plain.bytes() + folded.bytes();
    }

    /** Everything that the rules find in a whole text, up to what ends it. */
    public List<GuardEvent> find(CharSequence text) {
        GuardSession session = newSession();
        List<GuardEvent> events = new ArrayList<>(session.accept(text).events());
        events.addAll(session.finish().events());
        return List.copyOf(events);
    }

    /** The same rules, none of which changes text: for verdicts. */
    public Policy annotating() {
        Builder builder = new Builder(name);
        rules.forEach(rule -> builder.rule(rule.annotate()));
        return builder.unknownFields(UnknownFields.PASS).build();
    }

    /** The same rules, of which those that only report end the text. */
    Policy blocking() {
        Builder builder = new Builder(name).unknownFields(unknownFields).invisibleRun(certificate.maxInvisibleRun());
        rules.forEach(rule -> builder.rule(rule.action() == Action.ANNOTATE ? rule.block() : rule));
        return builder.build();
    }

    /** A session for one text. */
    public GuardSession newSession() {
        return new GuardSession(this, false);
    }

    /**
     * A session for a text that is JSON, such as the arguments of a tool call: rules see each string of it by itself and
     * without escapes, and what is redacted stays JSON. Of a number, {@code true}, {@code false} or {@code null} in which
     * a rule finds something all is replaced, by a string; a rule that finds something in a number only when
     * {@value JsonValues#LONGEST} characters of it or more have gone ends the text instead.
     */
    public GuardSession newJsonSession() {
        return new GuardSession(this, true);
    }

    /** Whether some rule replaces what it finds. */
    boolean isReplacing() {
        return replacing;
    }

    JsonStarts jsonStarts() {
        return jsonStarts;
    }

    Rule rule(int index) {
        return rules.get(index);
    }

    @Nullable
    PhraseAutomaton phrases() {
        return phrases;
    }

    Patterns plain() {
        return plain;
    }

    Patterns folded() {
        return folded;
    }

    @Override
    public String toString() {
        return id;
    }

    /** Gathers what makes a policy; not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final List<Rule> rules = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private UnknownFields unknownFields = UnknownFields.DROP;
        private int invisibleRun = INVISIBLE_RUN;

        private Builder(String name) {
            if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new PolicyException(
                        name, "a policy's name is 1 to 64 letters, digits, dots, dashes and underscores");
            }
            this.name = name;
        }

        /**
         * Adds a rule.
         *
         * @throws PolicyException when another rule has its name
         */
        public Builder rule(Rule rule) {
            if (!names.add(rule.name())) {
                throw new PolicyException(rule.name(), "there is another rule of this name");
            }
            rules.add(rule);
            return this;
        }

        /** What becomes of text in fields that the guard does not know; left out unless told otherwise. */
        public Builder unknownFields(UnknownFields what) {
            this.unknownFields = what;
            return this;
        }

        /** How many invisible characters in a row are borne inside a possible match; 0..10,000. */
        public Builder invisibleRun(int most) {
            if (most < 0 || most > 10_000) {
                throw new IllegalArgumentException("invisibleRun must be 0..10000, not " + most);
            }
            this.invisibleRun = most;
            return this;
        }

        /**
         * Compiles the rules.
         *
         * @throws PolicyException when a rule cannot be compiled, or all of them take too much together
         */
        public Policy build() {
            return build(new PolicyWork());
        }

        /** Compiles the rules within other bounds. */
        Policy build(PolicyWork work) {
            return new Policy(this, work);
        }
    }
}
