package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever was shown in place of a match is reported, also where what belongs to the match goes on after that. */
class ReplacementEventsTest {
    private static final String ZEROS = "0".repeat(80);

    private static final Policy KEYS = Policy.builder("keys")
            .rule(Rule.detector("key", Detector.PRIVATE_KEY).redact("[k]"))
            .rule(Rule.pattern("stop", "- bomb"))
            .build();

    private static final Policy NUMBERS = Policy.builder("numbers")
            .rule(Rule.pattern("four", "[1-9]\\d{3}").redact("[x]"))
            .rule(Rule.pattern("stop", ",true"))
            .build();

    private static void expectOneEvent(Supplier<GuardSession> sessions, String text, String replacement) {
        List<GuardEvent> whole = expectOneEvent(sessions.get(), List.of(text), replacement);
        List<String> single = List.of(text.split(""));
        assertThat(expectOneEvent(sessions.get(), single, replacement)).isEqualTo(whole);
    }

    private static List<GuardEvent> expectOneEvent(GuardSession session, List<String> pieces, String replacement) {
        StringBuilder shown = new StringBuilder();
        List<GuardEvent> events = new ArrayList<>();
        for (String piece : pieces) {
            Release release = session.accept(piece);
            shown.append(release.text());
            events.addAll(release.events());
        }
        Release last = session.finish();
        events.addAll(last.events());
        assertThat(shown.append(last.text())).containsOnlyOnce(replacement);
        assertThat(events).filteredOn(event -> event.action() == Action.REDACT).hasSize(1);
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----",
                "a -----BEGIN PRIVATE KEY-----\nMIIE",
                "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- bomb",
                "-----BEGIN PRIVATE KEY-----\nMIIE!"
            })
    void ofAKeyWhoseRestIsSwallowed(String text) {
        expectOneEvent(KEYS::newSession, text, "[k]");
    }

    @Test
    void aKeyThatHasOnlyBegunIsFound() {
        assertThat(KEYS.find("-----BEGIN PRIVATE KEY-----\nMIIE")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234%s", "[1234%s", "[1234%s]", "[1234%s,true]", "[12340000,true]"})
    void ofANumberThatGoesOn(String json) {
        expectOneEvent(NUMBERS::newJsonSession, json.replace("%s", ZEROS), "\"[x]\"");
    }
}
