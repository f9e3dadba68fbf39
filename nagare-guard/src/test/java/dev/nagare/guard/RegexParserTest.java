package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegexParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a+~'a+' has no bound, so text could be held back without end; write a{1,N}",
                "x(ab)*~'(ab)*' has no bound, so text could be held back without end; write (ab){0,N}",
                "[a-z]{3,}~'[a-z]{3,}' has no upper bound, so text could be held back without end; write {3,N}",
                "a?~matches the empty text",
                "^a~'^' is not supported",
                "(a~a '(' is not closed",
                "a)~there is a ')' without its '('",
                "[ab~a '[' is not closed",
                "a{2~a count is not closed",
                "a{x}~a count needs a number",
                "a{3,2}~ends before it begins",
                "a{5000}~the largest is 1000",
                "(?=a)b~only (…) and (?:…)",
                "(a)\\1~back reference",
                "\\bword~\\b is not supported inside",
                "a{2}?~lazy",
                "{2}~nothing before this to repeat",
                "a\\~ends with a single backslash",
                "\\q~\\q is not supported",
                "[b-a]~a range in [...] ends before it begins",
                "(?:a{1000}){1000}~the pattern is too long: a match may have at most 4096 characters; use smaller counts",
                "a(?:(?:(?:(?:b{1000}){1000}){1000}){1000}){1000}~at most 4096 characters",
                "a{2}{3}~there is a count of a count; write it as one",
                "(?:a{0}){5}~matches the empty text",
                "[ab]{0,60}a[ab]{20}~too many states",
                "[[:alpha:]]{2}~a '[' in a class is not supported, as in [a-z[0-9]] or [[:alpha:]]; write the characters",
                "[a-z[0-9]]~at character 5 of the pattern: a '[' in a class is not supported",
                "[[.a.]]~or \\[ for the character",
                "[!-[]~a '[' in a class is not supported",
                "\\u００４１~\\u needs four hexadecimal digits",
                "\\u004~\\u needs four hexadecimal digits",
                "ab\uD83Dx~at character 3 of the pattern: this is half of a character; write both halves",
                "[a\uDE00]~at character 3 of the pattern: this is half of a character; write both halves",
                "[a-z&&[^b]]~'&&' in a class is not supported; write the characters that are left, or \\& for the character",
                "\\uD83Dx~half of a character; write both halves",
                "\\uDE00~half of a character; write both halves",
                "\\uD83D\\u0041~half of a character; write both halves",
                "[a\\uD83D]~half of a character; write both halves",
                "[a\\uD83D-\\uDE00]~half of a character; write both halves",
            })
    void refusesWhatItCannotBoundAndSaysHow(String pattern, String message) {
        assertThatThrownBy(() ->
                        Policy.builder("p").rule(Rule.pattern("mine", pattern)).build())
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("rule 'mine': ")
                .hasMessageContaining(message);
    }

    /** What would take time or memory without end, or a deep stack, is refused, or is nothing and ends soon. */
    @ParameterizedTest
    @MethodSource
    void refusesWhatWouldTakeTooMuch(String pattern, String message) {
        for (boolean isFolded : new boolean[] {true, false}) {
            Rule rule = Rule.pattern("mine", pattern).ignoreCase();
            assertThatThrownBy(() -> Policy.builder("p")
                            .rule(isFolded ? rule.folded() : rule)
                            .build())
                    .isInstanceOf(PolicyException.class)
                    .hasMessageStartingWith("rule 'mine': ")
                    .hasMessageContaining(message);
        }
    }

    static Stream<Arguments> refusesWhatWouldTakeTooMuch() {
        StringBuilder sets = new StringBuilder("x");
        StringBuilder words = new StringBuilder("x");
        Random random = new Random(1);
        for (int i = 0; i < 800; i++) {
            sets.append("[^").append((char) (0x4E00 + i)).append("]?");
            words.append("|[abc]{").append(random.nextInt(60)).append('}');
        }
        return Stream.of(
                Arguments.of("(".repeat(60) + "a" + ")".repeat(60), "groups are nested deeper than 50"),
                Arguments.of("(".repeat(9_000), "groups are nested deeper than 50"),
                Arguments.of("a" + "{1}".repeat(3_000), "a count of a count"),
                Arguments.of("a".repeat(10_001), "at most 10000 characters"),
                Arguments.of("(?:" + "()".repeat(400) + "[ab]?){1000}".repeat(2), "there is a ')' without its '('"),
                Arguments.of("(?:x[ab]?(?:y[cd]?){900}){4}", "at most 4096 characters"),
                Arguments.of("(?:[ab]?[cd]?[ef]?){1000}z", "too many states"),
                Arguments.of(words.append("{9}").toString(), "a count of a count"),
                Arguments.of(sets.toString(), "too many states"),
                Arguments.of("[\\u0100-\\u3fff]".repeat(100), "the classes have more than 1048576 characters together"),
                Arguments.of("[a-e]{0,60}[c-g]{0,60}e[a-g]{30}", "too many states"));
    }

    @Test
    void whatIsNothingTakesNoTime() {
        for (String pattern : List.of(
                "a(((((){1000}){1000}){1000}){1000})",
                "a(?:(?:(?:(?:b{0}){1000}){1000}){1000}){1000}",
                "a(?:(?:(?:(?:|(?:)){1000}){1000}){1000}){1000}",
                "(?:(?:(?:(?:|(?:)){1000}){1000}){1000}){1000}a{1}")) {
            Policy policy = Policy.builder("p")
                    .rule(Rule.pattern("mine", pattern).redact("#"))
                    .build();
            assertThat(policy.certificate().maxCharacters()).isEqualTo(1);
            assertThat(Pieces.feed(policy.newSession(), List.of("xab"))).isEqualTo("x#b");
        }
    }

    @Test
    void largePatternsThatAreBoundedAreCompiled() {
        StringBuilder words = new StringBuilder("bomb");
        for (int i = 0; i < 800; i++) {
            words.append("|w").append(i).append("x?");
        }
        for (String pattern : List.of(
                words.toString(),
                "(".repeat(50) + "bomb" + ")".repeat(50),
                "[\\u3041-\\u3fff\\uac00-\\ud7a3]{40}|bomb",
                "[\\u00c0-\\u024f\\u0370-\\u03ffa-z]{1,40}",
                "[\\u3040-\\u30ff]{1,200}|[가-힣]{1,200}|bomb",
                "bomb.{0,200}now|bomb")) {
            Policy policy = Policy.builder("p")
                    .rule(Rule.pattern("mine", pattern).ignoreCase().folded().redact("#"))
                    .build();
            assertThat(Pieces.feed(policy.newSession(), List.of("1 bomb 2"))).isEqualTo("1 # 2");
            assertThat(policy.bytes()).isLessThan(8_000_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "TCK-\\d{6}~see TCK-123456.~see #.",
                "TCK-\\d{6}~see TCK-１２３４５６.~see #.",
                "[A-Z]{2}[0-9]{1,3}~ab AB1 AB1234~ab # #4",
                "(?:red|blue) ?car~a red car, a bluecar~a #, a #",
                "[^a-z ]{2}~ab 12 !?~ab # #",
                "a.c~abc a\\nc axc~# a\\nc #",
                "\\w{3}\\s\\w{3}~abc def!~#!",
                "\\u0041\\-\\.~A-.~#",
                "\\uD83D\\uDE00{2}~😀😀x😀~#x😀",
                "[\\uD83D\\uDE00-\\uD83D\\uDE02]x~😁x 😃x~# 😃x",
                "[a\\&\\[:]{2}~a& [: b~# # b",
                "[a&]{2}~a& b~# b",
                "x{0,2}y~y xy xxy~# # #",
            })
    void findsWhatItSays(String pattern, String text, String expected) {
        Policy policy = Policy.builder("p")
                .rule(Rule.pattern("mine", pattern).redact("#"))
                .build();
        for (List<String> pieces : Pieces.everyCut(text.replace("\\n", "\n"))) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo(expected.replace("\\n", "\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bo[mn]b(?:s|ing)?,the BÓMBing now,the # now",
        "[a-c]x,AX Bx Dx,# # Dx",
        "straße,STRASSE,#",
        "'pipe\\s{1,8}bomb',PIPE \u00A0\u0085bömb!,#!",
        "[ぁ-ゟ]{3},がかﾞは゜x,#x",
        "[ㅏ-ㅣ가-힣]{3},한ㅏ가x,#x"
    })
    void aFoldedPatternSeesTextAsPhrasesDo(String pattern, String text, String expected) {
        Policy policy = Policy.builder("p")
                .rule(Rule.pattern("mine", pattern).folded().redact("#"))
                .build();
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1))).isEqualTo(expected);
    }

    /** What the guide says of short classes: characters that are of one, and that are so only in folded text, and others. */
    @ParameterizedTest
    @CsvSource({
        "\\d,0 9 ٣ ９ 𝟙,① ² ½,a 三",
        "\\w,a Z _ 5 ٣ Ａ ＿,é ß а,д 日 - が",
        "\\s,\\t \\n \\u000b \\f \\r \\u00a0 \\u1680 \\u2009 \\u202f \\u3000,\\u0085 \\u2028 \\u2029,a \\u200b",
        ".,a 日 😀 \\t \\f \\u0085 \\u2028 \\u3000,,\\n \\r \\u200b \\u0007"
    })
    void shortClassesAreWhatTheGuideSays(String pattern, String always, @Nullable String folded, String never) {
        assertFound(pattern, always, true, true);
        assertFound(pattern, folded == null ? "" : folded, false, true);
        assertFound(pattern, never, false, false);
    }

    private static void assertFound(String pattern, String characters, boolean plain, boolean folded) {
        for (String escaped : characters.isEmpty() ? List.<String>of() : List.of(characters.split(" "))) {
            String character = escaped.startsWith("\\u")
                    ? Character.toString(Integer.parseInt(escaped.substring(2), 16))
                    : escaped.translateEscapes();
            Rule rule = Rule.pattern("p", pattern);
            assertThat(Policy.builder("p").rule(rule).build().find(character))
                    .as("%s in %s", escaped, pattern)
                    .hasSize(plain ? 1 : 0);
            assertThat(Policy.builder("p").rule(rule.folded()).build().find(character))
                    .as("%s in %s, folded", escaped, pattern)
                    .hasSize(folded ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"ab[c-d],ABC abD,# #", "[^ab],aABbc,aABb#"})
    void caseMayBeIgnored(String pattern, String text, String expected) {
        Policy policy = Policy.builder("p")
                .rule(Rule.pattern("mine", pattern).ignoreCase().redact("#"))
                .build();
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1))).isEqualTo(expected);
    }
}
