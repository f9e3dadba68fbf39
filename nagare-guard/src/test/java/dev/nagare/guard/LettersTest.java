package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A phrase is let out of a letter only where Unicode says that it is one: what merely looks like a mark hides nothing. */
class LettersTest {
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private static Policy policy(String phrase) {
        return Policy.builder("letters")
                .rule(Rule.phrases("w", phrase).anywhere().redact("*"))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ㅅㅂ,ㅅㅂㅠㅠ 진짜,*ㅠㅠ 진짜",
        "바보,바보ㄳ,*ㄳ",
        "바보,바보ㅠ,*ㅠ",
        "바보,바보\u200B\u11AB.,*\u200B\u11AB.",
        "바보,\u1107\u1161\u1107\u1169ㄴ,*ㄴ",
        "바보,ㅂㅏㅂㅗ,*",
        "바보,ㅂㅏㅂㅗㄴ,*ㄴ",
        "반,바\u200B\u11AB,*",
        "バカ,バカ゛,*゛",
        "バカ,ﾊﾞｶ゛,*゛",
        "バカ,バカ\uFF9E,*\uFF9E",
        "バカ,ﾊﾞｶ\u3099,*\u3099",
        "ばか,ばか\u200B\u3099,*\u200B\u3099",
        "ばか,ばか\uFF9E,*\uFF9E",
        "ばか,ばか\u0301\u3099,*\u0301\u3099",
        "カ,㋕\u3099,*\u3099",
        "か,か゜,*゜",
    })
    void whatUnicodeDoesNotComposeHidesNoPhrase(String phrase, String text, String expected) {
        Rule pattern = Rule.pattern("p", phrase).folded().redact("*");
        for (Policy each :
                List.of(policy(phrase), Policy.builder("p").rule(pattern).build())) {
            for (List<String> pieces : Pieces.everyCut(text)) {
                assertThat(Pieces.feed(each.newSession(), pieces))
                        .as("%s", pieces)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ばか,ばが", "ばか,ばか\u3099", "バカ,ﾊﾞｶﾞ", "하,한", "하,하\u11AB", "하,\u1112\u1161\u11AB", "ㅎ,하", "ا,آ"})
    void whatIsAnotherLetterIsNotFound(String phrase, String text) {
        for (List<String> pieces : Pieces.everyCut(text)) {
            assertThat(Pieces.feed(policy(phrase).newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo(text);
        }
    }

    @Test
    void aPhraseIsShownAsSoonAsAnInvisibleCharacterEndsItsLetter() {
        GuardSession session = policy("か").newSession();
        assertThat(session.accept("か").text()).isEmpty();
        assertThat(session.holdback()).containsExactly("w");
        assertThat(session.accept("\u200B").text()).isEqualTo("*\u200B");
        assertThat(session.holdback()).isEmpty();
        assertThat(session.accept("\u3099").text()).isEqualTo("\u3099");

        GuardSession longer = Policy.builder("longer")
                .rule(Rule.phrases("short", "か").anywhere().redact("*"))
                .rule(Rule.phrases("long", "かなに").anywhere().redact("+"))
                .build()
                .newSession();
        assertThat(longer.accept("か").text()).isEmpty();
        assertThat(longer.holdback()).containsExactly("short", "long");
        assertThat(longer.accept("\u200B").text()).isEmpty();
        assertThat(longer.holdback()).containsExactly("long");
        assertThat(longer.accept("なに").text()).isEqualTo("+");
    }

    /** Nothing could tell of such a phrase whether its mark stands on a letter that goes before. */
    @ParameterizedTest
    @ValueSource(strings = {"\u3099", "\u309Aカ", "゛カ", "゜か", "ﾞｶ", " ゛゙カ"})
    void aPhraseMayNotBeginWithAMarkOfKana(String phrase) {
        assertThatThrownBy(() ->
                        Policy.builder("p").rule(Rule.phrases("mine", phrase)).build())
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("begins with a mark that belongs to the letter before it");
    }

    /** Everything that is seen as something that may go on, before everything that is seen as something it may go on with. */
    @Test
    void twoCharactersAreOneLetterExactlyWhereUnicodeComposesThem() {
        Set<Integer> seenAfter = IntStream.range(Letters.VOWELS, Letters.TRAILS + Letters.TRAIL_COUNT)
                .boxed()
                .collect(Collectors.toSet());
        Tables.read("letters.txt").forEach(row -> IntStream.of(row.symbols()).forEach(seenAfter::add));
        List<Integer> befores = new ArrayList<>();
        List<Integer> afters = new ArrayList<>();
        Set<String> parts = new HashSet<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            int[] symbols = Folding.WORDS.symbols(Character.toString(point));
            boolean isSyllable = point >= 0xAC00 && point <= 0xD7A3;
            if (symbols.length > 0 && !(isSyllable && point % 997 > 1)) {
                if (Letters.mayGrow(symbols[symbols.length - 1])) {
                    befores.add(point);
                }
                if (seenAfter.contains(symbols[0])) {
                    afters.add(point);
                }
            }
            if (NFC.isNormalized(Character.toString(point))) {
                addParts(NFD.normalize(Character.toString(point)), parts);
            }
        }
        assertThat(befores).contains(0x3142, 0x3147, 0x30AB, 0xFF76, 0x32D5, 0x627);
        assertThat(afters).contains(0x309B, 0x3133, 0x3160, 0x11AB, 0x3099, 0xFF9E, 0x653);
        List<String> wrong = new ArrayList<>();
        int letters = 0;
        for (int before : befores) {
            int[] symbols = Folding.WORDS.symbols(Character.toString(before));
            for (int after : afters) {
                int first = Folding.WORDS.symbols(Character.toString(after))[0];
                boolean isOne = Letters.areOneLetter(before, symbols[symbols.length - 1], after, first);
                letters += isOne ? 1 : 0;
                if (isOne != isComposed(before, after, parts)) {
                    wrong.add("U+%X U+%X".formatted(before, after));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(letters).isGreaterThan(500);
    }

    /** Adds each two parts of a character, one after the other. */
    private static void addParts(String character, Set<String> parts) {
        int[] points = character.codePoints().toArray();
        for (int i = 1; i < points.length; i++) {
            parts.add(Character.toString(points[i - 1]) + Character.toString(points[i]));
        }
    }

    private static boolean isComposed(int before, int after, Set<String> parts) {
        if (before >= 0xFF66 && before <= 0xFF9D && (after == 0xFF9E || after == 0xFF9F)) {
            String letter = NFKC.normalize(Character.toString(before) + Character.toString(after));
            return letter.codePointCount(0, letter.length()) == 1;
        }
        String left = NFD.normalize(Character.toString(before));
        String right = NFD.normalize(Character.toString(after));
        return parts.contains(
                Character.toString(left.codePointBefore(left.length())) + Character.toString(right.codePointAt(0)));
    }
}
