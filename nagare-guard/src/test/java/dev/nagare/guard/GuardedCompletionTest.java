package dev.nagare.guard;

import static dev.nagare.guard.GuardedJson.completion;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The older endpoint under a policy: finish reasons, and log probabilities in four lists. */
class GuardedCompletionTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "pipe bomb"))
            .rule(Rule.phrases("birds", "bluebird").redact("[a long replacement]"))
            .build();
    private static final String STOP = "\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\"";

    private static String text(String text, String logprobs) {
        return "\"text\":\"" + text + "\",\"logprobs\":" + logprobs + ",\"finish_reason\":null";
    }

    private static String logprobs(String offsets, String tokens) {
        return logprobs(offsets, tokens, "null");
    }

    private static String logprobs(String offsets, String tokens, String top) {
        String values = tokens.isEmpty() ? "" : "-1.0" + ",-1.0".repeat(tokens.split("\",\"").length - 1);
        return "{\"text_offset\":[" + offsets + "],\"token_logprobs\":[" + values + "],\"tokens\":[" + tokens
                + "],\"top_logprobs\":" + top + "}";
    }

    @Test
    void aFinishReasonByItselfTakesNothingUnseenWithIt() {
        String finish = "\"text\":\"\",\"x_reason\":\"pipe bomb\",\"logprobs\":" + logprobs("2", "\" pipe bomb\"")
                + ",\"finish_reason\":\"stop\"";
        assertThat(completion(POLICY, text("a pipe", "null"), finish))
                .containsExactly(text("a ", "null"), text("pipe", logprobs("", "")), STOP);
        assertThat(completion(POLICY, text("abc.", "null"), finish))
                .containsExactly(
                        text("abc.", "null"),
                        "\"text\":\"\",\"logprobs\":" + logprobs("", "") + ",\"finish_reason\":\"stop\"");
    }

    @Test
    void tokensOfHeldTextGoWithItBeforeTheFinishReason() {
        assertThat(completion(POLICY, text("a pipe", logprobs("0,1", "\"a\",\" pipe\"")), STOP))
                .containsExactly(text("a ", logprobs("0", "\"a\"")), text("pipe", logprobs("1", "\" pipe\"")), STOP);
    }

    @Test
    void offsetsCountInTheTextThatIsShown() {
        String all = logprobs("0,3,7,16,20,21", "\"see\",\" the\",\" bluebird\",\" now\",\".\",\" ok\"");
        assertThat(completion(POLICY, text("see the bluebird now. ok", all)))
                .containsExactly(text(
                        "see the [a long replacement] now. ok",
                        logprobs("0,3,28,32,33", "\"see\",\" the\",\" now\",\".\",\" ok\"")));
        assertThat(completion(
                        POLICY,
                        text("see the blue", logprobs("10,13,17", "\"see\",\" the\",\" blue\"")),
                        text("bird now", logprobs("22,26", "\"bird\",\" now\""))))
                .containsExactly(
                        text("see the ", logprobs("10,13", "\"see\",\" the\"")),
                        text("[a long replacement] now", logprobs("38", "\" now\"")));
    }

    @Test
    void offsetsBeforeABlockStayWhatTheyWere() {
        List<String> shown =
                completion(POLICY, text("so a pipe bomb", logprobs("4,6,8,13", "\"so\",\" a\",\" pipe\",\" bomb\"")));
        assertThat(shown.get(0)).isEqualTo(text("so a ", logprobs("4,6", "\"so\",\" a\"")));
        assertThat(shown.get(1)).contains("content_filter").doesNotContain("pipe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text_offset\":[],\"token_logprobs\":[-1.0],\"tokens\":[\"hi\"],\"top_logprobs\":null}",
                "{\"tokens\":[\"hi\"],\"token_logprobs\":[-1.0]}",
                "{\"text_offset\":[0],\"token_logprobs\":[],\"tokens\":[\"hi\"],\"top_logprobs\":[]}",
                "{\"text_offset\":[0,2,4],\"token_logprobs\":[-1.0],\"tokens\":[\"hi\"],"
                        + "\"top_logprobs\":[{\"hi\":-1.0},{\"pipe bomb\":-2.0}]}"
            })
    void listsOfDifferentLengthsAreRead(String logprobs) {
        List<String> shown = completion(POLICY, text("hi", logprobs), STOP);
        assertThat(shown.get(0)).contains("\"tokens\":[\"hi\"]").doesNotContain("pipe");
        assertThat(shown).hasSize(2);
    }

    @Test
    void tokensThatDoNotSpellTheTextStay() {
        List<String> shown = completion(
                POLICY,
                text("x", logprobs("0", "\"pipe bomb\"")),
                text(" y", logprobs("1", "\" y\"", "[{\" y\":-1.0,\" pipe bomb\":-2.0,\" z\":-3.0}]")),
                STOP);
        assertThat(shown.get(0)).isEqualTo(text("x", logprobs("", "")));
        assertThat(shown.get(1)).isEqualTo(text(" y", logprobs("1", "\" y\"", "[{\" y\":-1.0,\" z\":-3.0}]")));
    }

    @Test
    void aTokenMayBeWrittenByItsBytes() {
        String parts = logprobs("0,0", "\"bytes:\\\\xe6\\\\x97\",\"bytes:\\\\xa5\"");
        assertThat(completion(POLICY, text("日", parts), STOP)).containsExactly(text("日", parts), STOP);
        String other = logprobs(
                "0",
                "\"hi\"",
                "[{\"bytes:\\\\x70ipe bomb\":-1.0,\"bytes:\\\\x70\\\\x69\\\\x70\\\\x65"
                        + "\\\\x20\\\\x62\\\\x6f\\\\x6d\\\\x62\":-2.0,\"ho\":-3.0}]");
        assertThat(completion(POLICY, text("hi", other), STOP).get(0))
                .contains("\"ho\"")
                .doesNotContain("x70\\\\x69");
    }
}
