package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a replacement makes a match of what is shown, the policy names its rule; where it cannot, it does not. */
class ReplacementsTest {
    private static final Rule DAMN = Rule.phrases("r", "damn");
    private static final Rule DAMN_ANYWHERE = DAMN.anywhere();
    private static final Rule BOMB = Rule.phrases("b", "bomb");
    private static final Rule PIPE_BOMB = Rule.phrases("b", "pipe bomb");

    /** What is shown of a text in which a rule blocks, and in which it would find something if it looked again. */
    record Made(Rule replacing, Rule blocking, String text, String shown) {}

    static List<Made> made() {
        return List.of(
                new Made(Rule.phrases("r", "くそ").redact(""), Rule.phrases("b", "爆弾"), "爆くそ弾", "爆弾"),
                new Made(DAMN.wordStart().redact(""), BOMB, "a damnbomb", "a bomb"),
                new Made(DAMN_ANYWHERE.redact(""), PIPE_BOMB, "pipe bodamnmb", "pipe bomb"),
                new Made(Rule.phrases("r", "ass").redact("hole"), Rule.phrases("b", "a hole"), "a ass", "a hole"),
                new Made(DAMN_ANYWHERE.redact(" "), PIPE_BOMB, "pipedamnbomb", "pipe bomb"),
                new Made(DAMN_ANYWHERE.redact("\u200B"), PIPE_BOMB, "pipe bodamnmb", "pipe bo\u200Bmb"),
                new Made(DAMN_ANYWHERE.redact("\u0301"), PIPE_BOMB, "pipe bodamnmb", "pipe bo\u0301mb"),
                new Made(Rule.pattern("r", "damn\\s").redact(""), BOMB, "a damn bomb bodamn mb", "a "),
                new Made(Rule.pattern("r", "damn\\s").redact(""), BOMB, "bodamn mb", "bomb"),
                new Made(Rule.phrases("r", "!").redact(""), BOMB, "bo!mb", "bomb"),
                new Made(
                        Rule.detector("r", Detector.PRIVATE_KEY).redact(""),
                        BOMB,
                        "bo-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----mb",
                        "bomb"),
                new Made(DAMN.redact("bomb"), BOMB, "a damn", "a bomb"),
                new Made(DAMN.redact("[a bomb]"), BOMB, "a damn", "a [a bomb]"),
                new Made(
                        DAMN_ANYWHERE.redact("1111"),
                        Rule.detector("b", Detector.PAYMENT_CARD),
                        "411111111111damn",
                        "4111111111111111"),
                new Made(DAMN.redact("[x]"), Rule.pattern("b", "key.{1,4}end"), "key damn end", "key [x] end"));
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatMayMakeAMatchIsNamed(Made made) {
        Policy policy = policy(made.replacing(), made.blocking());
        GuardSession session = policy.newSession();
        assertThat(session.accept(made.text()).text() + session.finish().text()).isEqualTo(made.shown());
        assertThat(policy.rulesThatMayMakeMatches()).extracting(Rule::name).containsExactly("r");
    }

    static List<Policy> harmless() {
        return List.of(
                policy(DAMN.redact("[x]"), PIPE_BOMB),
                policy(DAMN_ANYWHERE.redact("[a bo]"), PIPE_BOMB),
                policy(DAMN.redact(Rule.REPLACEMENT), Rule.phrases("b", "爆弾", "redact")),
                policy(DAMN.redact("***"), Rule.pattern("b", "[a-z ]{1,5}\\d")),
                policy(Rule.detector("r", Detector.EMAIL).redact("[e-mail]"), Rule.detector("b", Detector.IBAN)),
                policy(DAMN_ANYWHERE.redact("[x]"), BOMB.annotate()),
                policy(Rule.phrases("r", "a").annotate(), BOMB));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatMayMakeNoneIsNotNamed(Policy policy) {
        assertThat(policy.rulesThatMayMakeMatches()).isEmpty();
    }

    @Test
    void aRuleCountsForItself() {
        assertThat(policy(DAMN_ANYWHERE.redact(""), BOMB.annotate()).rulesThatMayMakeMatches())
                .hasSize(1);
        assertThat(policy(Rule.pattern("r", "ab").redact(""), BOMB.annotate()).rulesThatMayMakeMatches())
                .hasSize(1);
    }

    private static Policy policy(Rule replacing, Rule other) {
        return Policy.builder("p").rule(replacing).rule(other).build();
    }
}
