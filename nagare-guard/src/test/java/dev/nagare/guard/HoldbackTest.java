package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rules a session names as those that its text waits for. */
class HoldbackTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "pipe bomb", "nail bomb"))
            .rule(Rule.phrases("tools", "pipe wrench", "bee").redact("x"))
            .rule(Rule.phrases("watched", "pipe dream").annotate())
            .rule(Rule.pattern("ticket", "TCK-\\d{3}"))
            .rule(Rule.detector("mail", Detector.EMAIL).redact("x"))
            .build();

    @Test
    void theRulesThatMayStillMatchAreNamedInThePolicysOrder() {
        assertThat(after("Take a pipe ")).containsExactly("bombs", "tools");
        assertThat(after("Take a pipe b")).containsExactly("bombs", "tools", "mail");
        assertThat(after("Take a pipe w")).containsExactly("tools", "mail");
        assertThat(after("TCK-1")).containsExactly("ticket", "mail");
        assertThat(after("jane.doe@")).containsExactly("mail");
    }

    @Test
    void nothingHeldIsHeldForNoRule() {
        assertThat(after("")).isEmpty();
        assertThat(after("A word, and ")).isEmpty();
        assertThat(after("A pipe d, ")).isEmpty();
        assertThat(after("\uD83D")).isEmpty();
    }

    @Test
    void aRuleIsNamedExactlyWhileTextIsHeld() {
        String text = "Take a pipe wrench to jane@x.org, TCK-12 a nail bo, a bee 12. ";
        GuardSession session = POLICY.newSession();
        for (int i = 0; i < text.length(); i++) {
            session.accept(text.substring(i, i + 1));
            assertThat(session.holdback().isEmpty())
                    .as("after '%s'", text.substring(0, i + 1))
                    .isEqualTo(session.held() == 0);
        }
    }

    @Test
    void theEndAndABlockHoldNothing() {
        GuardSession ended = POLICY.newSession();
        ended.accept("a pipe");
        ended.finish();
        assertThat(ended.holdback()).isEmpty();
        GuardSession blocked = POLICY.newSession();
        blocked.accept("a pipe bomb!");
        assertThat(blocked.holdback()).isEmpty();
    }

    @Test
    void aLargePolicyNamesAllOfItsRules() {
        Policy.Builder builder = Policy.builder("large");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add("rule" + i);
            builder.rule(Rule.phrases("rule" + i, "open sesame " + i, "other " + i));
        }
        GuardSession session = builder.build().newSession();
        session.accept("open ");
        assertThat(session.holdback()).isEqualTo(names);
    }

    private static List<String> after(String text) {
        GuardSession session = POLICY.newSession();
        session.accept(text);
        return session.holdback();
    }
}
