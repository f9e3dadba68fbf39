package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "(?:a{1000}){1000}~the most is 4096",
                "[ab]{0,60}a[ab]{20}~too many states",
            })
    void refusesWhatItCannotBoundAndSaysHow(String pattern, String message) {
        assertThatThrownBy(() ->
                        Policy.builder("p").rule(Rule.pattern("mine", pattern)).build())
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("rule 'mine': ")
                .hasMessageContaining(message);
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
    @CsvSource({"bo[mn]b(?:s|ing)?,the BÓMBing now,the # now", "[a-c]x,AX Bx Dx,# # Dx", "straße,STRASSE,#"})
    void aFoldedPatternSeesTextAsPhrasesDo(String pattern, String text, String expected) {
        Policy policy = Policy.builder("p")
                .rule(Rule.pattern("mine", pattern).folded().redact("#"))
                .build();
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1))).isEqualTo(expected);
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
