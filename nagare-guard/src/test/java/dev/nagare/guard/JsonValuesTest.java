package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and literals of a JSON text outside its strings: replaced as a whole, held no longer than that needs. */
class JsonValuesTest {
    private static final Policy CARDS =
            policy(Rule.detector("card", Detector.PAYMENT_CARD).redact("[card]"));
    private static final Policy FOUR =
            policy(Rule.pattern("four", "[1-9]\\d{3}").redact("[x]"));

    private static Policy policy(Rule... rules) {
        Policy.Builder builder = Policy.builder("p");
        for (Rule rule : rules) {
            builder.rule(rule);
        }
        return builder.build();
    }

    private static Policy redacting(String pattern) {
        return policy(Rule.pattern("p", pattern).redact("[x]"));
    }

    /** What is shown, however the text is cut. */
    private static String shown(Policy policy, String json) {
        String whole = Pieces.feed(policy.newJsonSession(), List.of(json));
        List<GuardEvent> events = events(policy, List.of(json));
        for (List<String> pieces : Pieces.everyCut(json)) {
            assertThat(Pieces.feed(policy.newJsonSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo(whole);
            assertThat(events(policy, pieces)).as("%s", pieces).isEqualTo(events);
        }
        return whole;
    }

    private static List<GuardEvent> events(Policy policy, List<String> pieces) {
        GuardSession session = policy.newJsonSession();
        List<GuardEvent> events = new ArrayList<>();
        pieces.forEach(piece -> events.addAll(session.accept(piece).events()));
        events.addAll(session.finish().events());
        return events;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"card\":4111111111111111}  | {\"card\":\"[card]\"}",
                "{\"card\":-4111111111111111} | {\"card\":\"[card]\"}",
                "[4111111111111111, 1]        | [\"[card]\", 1]",
                "4111111111111111             | \"[card]\"",
                "{\"card\":4111111111111112}  | {\"card\":4111111111111112}",
                "{\"card\":1e-4111111111111111}  | {\"card\":\"[card]\"}",
                "{\"a\":0.4111111111111111}   | {\"a\":0.4111111111111111}",
                "{\"a\":4111111111111111.0}   | {\"a\":\"[card]\"}",
                "{\"a\":\"-4111111111111111\"} | {\"a\":\"-[card]\"}"
            })
    void aCardThatIsANumber(String json, String expected) {
        assertThat(shown(CARDS, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-1234.5e3              | \"[x]\"",
                "[0.1234, 12345e3, 123] | [\"[x]\", \"[x]\", 123]",
                "{\"a\":1E+1234,\"b\":2} | {\"a\":\"[x]\",\"b\":2}",
                "{\"a\" : 12 , \"b\" : 12345678 } | {\"a\" : 12 , \"b\" : \"[x]\" }",
                "{\"1234\":\"12345\"} | {\"[x]\":\"[x]\"}"
            })
    void aPartOfANumber(String json, String expected) {
        assertThat(shown(FOUR, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ru       | [true, \"true\"]    | [\"[x]\", \"t[x]e\"]",
                "nul{1,2} | {\"a\":null,\"b\":[null]} | {\"a\":\"[x]\",\"b\":[\"[x]\"]}",
                "e        | [false,1e5,{\"e\":true}] | [\"[x]\",\"[x]\",{\"[x]\":\"[x]\"}]",
                ":1       | {\"a\":1}           | {\"a\":\"[x]\"}",
                ":1       | {\"a\":12,\"b\":2}  | {\"a\":\"[x]\",\"b\":2}",
                "1,2      | [1,2,3]             | [\"[x]\",\"[x]\",3]",
                "2[,}\\]] | [12,[2],{\"a\":2}]  | [\"[x]\",[\"[x]\"],{\"a\":\"[x]\"}]",
                "\\s      | {\"a\": [ 1 ]}      | {\"a\": [ 1 ]}",
                "\\s1\\s  | {\"a\": [ 1 ]}      | {\"a\": [ \"[x]\" ]}",
                "[{}:]    | {\"a\":{}}          | {\"a\":{}}"
            })
    void literalsKeysAndStructure(String pattern, String json, String expected) {
        String shown = shown(redacting(pattern), json);
        assertThat(shown).isEqualTo(expected);
        assertThat(Json.parse(shown)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1234x}            | {'a': \"[x]\"x}",
                "The number is 1234, ok? | The number is \"[x]\", ok?",
                "a1234b                  | a\"[x]\"b",
                "{a:then 1234}           | {a:then \"[x]\"}"
            })
    void whatIsNoJsonIsReplacedWhereItMatches(String text, String expected) {
        assertThat(shown(FOUR, text)).isEqualTo(expected);
    }

    @Test
    void theFirstMatchGivesTheReplacement() {
        Policy two = policy(
                Rule.pattern("b", "[23]\\d").redact("[b]"),
                Rule.pattern("a", "1\\d").redact("[a]"));
        assertThat(shown(two, "[-12334,2212]")).isEqualTo("[\"[a]\",\"[b]\"]");
        assertThat(events(two, List.of("[-12334,2212]")))
                .containsExactly(
                        new GuardEvent("a", "a", Action.REDACT, 1, 7), new GuardEvent("b", "b", Action.REDACT, 8, 12));
    }

    @Test
    void aNumberThatARuleMayBeginInIsHeldToItsEndAndNoFurther() {
        GuardSession session = FOUR.newJsonSession();
        assertThat(session.accept("{\"a\":-12").text()).isEqualTo("{\"a\":");
        assertThat(session.accept("3").text()).isEmpty();
        assertThat(session.held()).isEqualTo(4);
        assertThat(session.accept(",").text()).isEqualTo("-123,");
        assertThat(session.accept("true").text()).isEqualTo("true");
        assertThat(FOUR.certificate().maxValue()).isEqualTo(JsonValues.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eagle", "Four", "true story"})
    void aNumberThatNoRuleCanBeginInWaitsForNothing(String phrase) {
        Policy words = policy(Rule.phrases("w", phrase).redact("[x]"), Rule.pattern("b", "\\d{4}"));
        assertThat(words.certificate().maxValue()).isZero();
        GuardSession session = words.newJsonSession();
        assertThat(session.accept("[0.1e5").text()).isEqualTo("[0.1e");
        assertThat(session.accept("]").text()).isEqualTo("5]");
    }

    @Test
    void aNumberIsHeldWhereAPhraseMayBeginInIt() {
        assertThat(policy(Rule.phrases("w", "5 star").redact("[x]"))
                        .certificate()
                        .maxValue())
                .isEqualTo(JsonValues.LONGEST);
        assertThat(policy(Rule.phrases("w", "rue").anywhere().redact("[x]"))
                        .certificate()
                        .maxValue())
                .isEqualTo(JsonValues.LONGEST);
        assertThat(shown(policy(Rule.phrases("w", "rue").anywhere().redact("[x]")), "[true,12]"))
                .isEqualTo("[\"[x]\",12]");
    }

    @Test
    void aNumberOfAnyLengthPassesWhereNothingIsFound() {
        String json = "[" + "12305".repeat(40) + "]";
        Policy policy = redacting("9{3}");
        assertThat(shownInPieces(policy, json)).isEqualTo(json);
        GuardSession session = policy.newJsonSession();
        session.accept(json.substring(0, JsonValues.LONGEST));
        assertThat(session.held()).isEqualTo(JsonValues.LONGEST - 1);
        session.accept("3");
        assertThat(session.held()).isZero();
    }

    @Test
    void aMatchFarInsideALongNumberEndsTheText() {
        String begun = "[" + "1".repeat(JsonValues.LONGEST);
        Policy policy = redacting("9{3}");
        assertThat(shownInPieces(policy, begun + "999]")).isEqualTo(begun);
        assertThat(events(policy, List.of(begun + "999]")))
                .containsExactly(new GuardEvent("p", "p", Action.BLOCK, 65, 68));
        assertThat(shownInPieces(policy, begun.substring(0, JsonValues.LONGEST) + "999]"))
                .isEqualTo("[\"[x]\"]");
    }

    @Test
    void ofANumberInWhichSomethingWasFoundAllIsReplacedHoweverLongItIs() {
        Policy two = policy(
                Rule.pattern("a", "9{3}").redact("[x]"), Rule.pattern("b", "77").redact("[y]"));
        String number = "999" + "1".repeat(200) + "77" + "1".repeat(100) + "999";
        assertThat(shownInPieces(two, "[" + number + ",1]")).isEqualTo("[\"[x]\",1]");
        GuardSession session = two.newJsonSession();
        session.accept("[" + number + "11");
        assertThat(session.held()).isZero();
    }

    private static String shownInPieces(Policy policy, String json) {
        String whole = Pieces.feed(policy.newJsonSession(), List.of(json));
        for (int length = 1; length < 80; length++) {
            List<String> pieces = Pieces.ofLength(json, length);
            assertThat(Pieces.feed(policy.newJsonSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo(whole);
            assertThat(events(policy, pieces)).isEqualTo(events(policy, List.of(json)));
        }
        return whole;
    }

    @Test
    void randomJsonStaysJsonAndEveryValueIsWholeOrReplaced() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String pattern : List.of("\\d{2}", "1|e", "-?2[.e]", "[tfn0]", "l{1,2}", "[3-5]\\d?[-+.]")) {
            Policy policy = redacting(pattern);
            for (int i = 0; i < 300; i++) {
                String json = value(random, 3);
                List<String> pieces = Pieces.random(json, 4, random);
                String shown = Pieces.feed(policy.newJsonSession(), pieces);
                assertThat(shown).as("seed %s: %s in %s", seed, pattern, pieces).isEqualTo(expected(pattern, json));
                assertThat(Json.parse(shown)).isNotNull();
            }
        }
    }

    /** What is to be shown: each value outside strings by itself, whole. */
    private static String expected(String pattern, String json) {
        Pattern rule = Pattern.compile(pattern);
        return Pattern.compile("\"[^\"]*\"|[-+.\\w]{1,99}")
                .matcher(json)
                .replaceAll(token -> Matcher.quoteReplacement(
                        token.group().startsWith("\"")
                                ? token.group()
                                : rule.matcher(token.group()).find() ? "\"[x]\"" : token.group()));
    }

    private static String value(Random random, int depth) {
        String space = " ".repeat(random.nextInt(2));
        String value = switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> "\"so\"";
            case 3, 4 -> number(random);
            case 5 -> "{\"k\":" + value(random, depth - 1) + ",\"so\":" + value(random, depth - 1) + "}";
            default -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
        };
        return space + value + space;
    }

    private static String number(Random random) {
        String number = (random.nextBoolean() ? "-" : "") + random.nextInt(300);
        String fraction = random.nextBoolean() ? "." + random.nextInt(100) : "";
        return number + fraction + (random.nextInt(3) == 0 ? "e" + (random.nextInt(40) - 20) : "");
    }

    @Test
    void whatIsOverIsNotRemembered() {
        GuardSession session = redacting("eagle").newJsonSession();
        for (int i = 0; i < 1000; i++) {
            session.accept("12,3");
            assertThat(session.remembered()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatIsStruckWaitsForNothing() {
        GuardSession session = redacting("1234").newJsonSession();
        assertThat(session.accept("[1234").text()).isEqualTo("[\"[x]\"");
        assertThat(session.accept("00").text()).isEmpty();
        assertThat(session.held()).isZero();
        assertThat(session.accept("0]").text()).isEqualTo("]");
    }
}
