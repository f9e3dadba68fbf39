package dev.nagare.guard;

import static dev.nagare.guard.GuardedJson.chat;
import static dev.nagare.guard.GuardedJson.content;
import static dev.nagare.guard.GuardedJson.logprobs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log probabilities of a chat: no token and no alternative says what the text may not. */
class GuardedTokensTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "pipe bomb"))
            .rule(Rule.phrases("birds", "bluebird").redact("[bird]"))
            .build();
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String FINISH = "\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"";

    private static List<String> tokens(List<String> shown) {
        List<String> tokens = new ArrayList<>();
        for (String choice : shown) {
            Matcher matcher = TOKEN.matcher(choice);
            while (matcher.find()) {
                tokens.add(matcher.group(1));
            }
        }
        return tokens;
    }

    private static String token(String token, String bytes, String... alternatives) {
        return "{\"token\":\"" + token + "\",\"logprob\":-1.0,\"bytes\":" + bytes + ",\"top_logprobs\":["
                + String.join(",", alternatives) + "]}";
    }

    private static String alternative(String token, String bytes) {
        return "{\"token\":\"" + token + "\",\"logprob\":-2.0,\"bytes\":" + bytes + "}";
    }

    private static String saying(String content, String... tokens) {
        return "\"delta\":{\"content\":\"" + content + "\"},\"logprobs\":{\"content\":[" + String.join(",", tokens)
                + "],\"refusal\":null},\"finish_reason\":null";
    }

    @Test
    void tokensThatSpellOtherTextStay() {
        List<String> shown = chat(POLICY, content("x", "pipe", " bomb"), content(" y", " y"), FINISH);
        assertThat(tokens(shown)).containsExactly(" y");
        assertThat(shown.get(0)).isEqualTo(content("x"));
    }

    @Test
    void tokensAheadOfTheirTextWaitForIt() {
        List<String> blocked = chat(POLICY, content("", "a", " pipe", " bomb"), content("a pipe bomb"));
        assertThat(tokens(blocked)).containsExactly("a");
        assertThat(String.join("", blocked)).doesNotContain("pipe").contains("content_filter");
        List<String> passed = chat(POLICY, content("", "a", " pipe"), content("a pipe"), content(" dream", " dream"));
        assertThat(passed.get(0)).isEqualTo(content(""));
        assertThat(tokens(passed)).containsExactly("a", " pipe", " dream");
    }

    @Test
    void tokensBehindTheirTextGoWithTheRest() {
        List<String> shown =
                chat(POLICY, content("one tw"), content("o three", "one", " two", " three"), content(" four", " four"));
        assertThat(tokens(shown)).containsExactly("one", " two", " three", " four");
    }

    @Test
    void aTokenOfWhatHasBeenReplacedStaysHoweverLateItComes() {
        List<String> shown = chat(POLICY, content("a bluebird. "), content("ok", "a", " blue", "bird", ". ", "ok"));
        assertThat(tokens(shown)).containsExactly("a", ". ", "ok");
        assertThat(String.join("", shown)).contains("[bird]").doesNotContain("blue");
    }

    @Test
    void tokensGoOnAfterTextThatHadNone() {
        List<String> shown = chat(POLICY, content("one"), content(" two", " two"), FINISH);
        assertThat(tokens(shown)).containsExactly(" two");
    }

    @Test
    void aFinishChunkWithTokensIsLookedAt() {
        String end = "\"delta\":{}," + logprobs("pipe bomb") + ",\"finish_reason\":\"stop\"";
        List<String> shown = chat(POLICY, content("hello ", "hello"), end);
        assertThat(String.join("", shown)).doesNotContain("pipe");
        assertThat(shown.get(shown.size() - 1)).isEqualTo(FINISH);
        String late = "\"delta\":{}," + logprobs(" ") + ",\"finish_reason\":\"stop\"";
        assertThat(tokens(chat(POLICY, content("hello ", "hello"), late))).containsExactly("hello", " ");
        String none = "\"delta\":{}," + logprobs() + ",\"finish_reason\":\"stop\"";
        assertThat(chat(POLICY, content("hello", "hello"), none)).containsExactly(content("hello", "hello"), none);
    }

    @Test
    void bytesThatContradictTheirTokenTakeItAway() {
        String bomb = "[112,105,112,101,32,98,111,109,98]";
        assertThat(tokens(chat(POLICY, saying("hi", token("hi", bomb)), FINISH)))
                .isEmpty();
        assertThat(tokens(chat(POLICY, saying("hi", token("pipe bomb", "[104,105]")), FINISH)))
                .isEmpty();
        assertThat(tokens(chat(POLICY, saying("hi", token("hi", "[104,361]")), FINISH)))
                .isEmpty();
        assertThat(tokens(chat(POLICY, saying("hi", token("hi", "[104,105]")), FINISH)))
                .containsExactly("hi");
        String other = alternative("xx", bomb);
        assertThat(tokens(chat(POLICY, saying("hi", token("hi", "null", other)), FINISH)))
                .containsExactly("hi");
        String same = alternative("hi", bomb);
        assertThat(tokens(chat(POLICY, saying("hi", token("hi", "null", same)), FINISH)))
                .containsExactly("hi");
    }

    /** As most servers write it, as the original does, and as llama.cpp does. */
    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD", "\\\\xe6", ""})
    void aTokenMayBeAPartOfACharacter(String first) {
        List<String> shown = chat(
                POLICY,
                saying("", token(first, "[230]")),
                saying("", token("\uFFFD", "[151]")),
                saying("日本", token("\uFFFD", "[165]"), token("本", "[230,156,172]")),
                FINISH);
        assertThat(tokens(shown)).containsExactly(first, "\uFFFD", "\uFFFD", "本");
        assertThat(chat(POLICY, saying("hi", token("\\\\x68\\\\x69", "[104,105]")), FINISH))
                .as("what is text is not written so")
                .first()
                .isEqualTo(content("hi"));
    }

    @Test
    void anAlternativeIsJudgedAfterTheTextBeforeIt() {
        String bomb = alternative(" bomb", "null");
        String dream = alternative(" dream", "null");
        List<String> shown = chat(
                POLICY,
                saying("a pipe", token("a pipe", "null")),
                saying(" cleaner", token(" cleaner", "null", bomb, dream, alternative(" cleaner", "null"))),
                saying(" or", token(" or", "null", bomb)),
                FINISH);
        assertThat(tokens(shown)).containsExactly("a pipe", " cleaner", " dream", " cleaner", " or", " bomb");
        List<String> inOne =
                chat(POLICY, saying("a pipe cleaner", token("a pipe", "null"), token(" cleaner", "null", bomb, dream)));
        assertThat(tokens(inOne)).containsExactly("a pipe", " cleaner", " dream");
    }

    @Test
    void theAlternativesOfALateTokenStay() {
        List<String> shown = chat(
                POLICY,
                saying("a pipe c"),
                saying("leaner.", token("a pipe", "null"), token(" cleaner", "null", alternative(" bomb", "null"))),
                FINISH);
        assertThat(tokens(shown)).containsExactly("a pipe", " cleaner");
    }

    @Test
    void tokensOfARefusalAreThoseOfTheRefusal() {
        String refusal = "\"delta\":{\"refusal\":\"%s\"},\"logprobs\":{\"content\":null,\"refusal\":[%s]},"
                + "\"finish_reason\":null";
        List<String> shown = chat(
                POLICY,
                refusal.formatted("No", token("No", "null")),
                refusal.formatted(" pipe", token(" pipe", "null")),
                refusal.formatted(" bomb", token(" bomb", "null")));
        assertThat(shown.get(0)).isEqualTo(refusal.formatted("No", token("No", "null")));
        assertThat(tokens(shown)).containsExactly("No");
        assertThat(tokens(chat(POLICY, refusal.formatted("No", token("pipe bomb", "null")))))
                .isEmpty();
    }
}
