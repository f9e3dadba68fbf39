package dev.nagare.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The splitters against the regular expressions they stand for. */
class SplitterTest {
    private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";
    private static final String SPACES = "\\s+(?!\\S)|\\s+";
    private static final String GPT_2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|" + SPACES;

    private static List<String> patterns(PreTokenizer preTokenizer) {
        return switch (preTokenizer) {
            case GPT_4O ->
                List.of(PREFIX + UPPER + "*" + LOWER + "+" + CONTRACTION + "?|" + PREFIX + UPPER + "+" + LOWER + "*"
                        + CONTRACTION + "?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|" + SPACES);
            case LLAMA_BPE -> List.of(words("{1,3}"));
            case QWEN2 -> List.of(words(""));
            case GPT_2 -> List.of(GPT_2);
            case SMOLLM -> List.of("\\p{N}", GPT_2);
            case DEFAULT -> List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT_2, "\\p{N}+", "[0-9][0-9][0-9]");
        };
    }

    private static String words(String digits) {
        return CONTRACTION + "|" + PREFIX + "\\p{L}+|\\p{N}" + digits + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|"
                + SPACES;
    }

    /** What the regular expressions do, round after round, each within the pieces of the one before. */
    private static List<String> byRegex(PreTokenizer preTokenizer, String text) {
        List<String> pieces = List.of(text);
        for (String regex : patterns(preTokenizer)) {
            Pattern pattern = Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
            List<String> finer = new ArrayList<>();
            for (String piece : pieces) {
                int from = 0;
                Matcher matcher = pattern.matcher(piece);
                while (matcher.find()) {
                    addUnlessEmpty(finer, piece.substring(from, matcher.start()));
                    addUnlessEmpty(finer, matcher.group());
                    from = matcher.end();
                }
                addUnlessEmpty(finer, piece.substring(from));
            }
            pieces = finer;
        }
        return pieces;
    }

    private static void addUnlessEmpty(List<String> pieces, String piece) {
        if (!piece.isEmpty()) {
            pieces.add(piece);
        }
    }

    private static List<String> bySplitter(PreTokenizer preTokenizer, String input) {
        Text text = new Text(input);
        List<String> pieces = new ArrayList<>();
        preTokenizer.split(text, (from, to) -> {
            StringBuilder piece = new StringBuilder();
            for (int i = from; i < to; i++) {
                piece.appendCodePoint(text.point(i));
            }
            pieces.add(piece.toString());
        });
        return pieces;
    }

    @ParameterizedTest
    @EnumSource(PreTokenizer.class)
    void everyShortTextOfTheAwkwardCharactersIsCutAsTheRegexCutsIt(PreTokenizer preTokenizer) {
        String[] alphabet = {"a", "B", "日", "\u0301", "1", " ", "\n", "'", "s", "/"};
        int combinations = (int) Math.pow(alphabet.length, 4);
        for (int i = 0; i < combinations; i++) {
            StringBuilder text = new StringBuilder();
            for (int rest = i, j = 0; j < 4; j++, rest /= alphabet.length) {
                text.append(alphabet[rest % alphabet.length]);
            }
            assertThat(bySplitter(preTokenizer, text.toString())).isEqualTo(byRegex(preTokenizer, text.toString()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void randomTextsAreCutAsTheRegexCutsThem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            String text = i % 2 == 0 ? RandomTexts.of(random, 40) : RandomTexts.ofAnything(random, 40);
            for (PreTokenizer preTokenizer : PreTokenizer.values()) {
                assertThat(bySplitter(preTokenizer, text))
                        .as("%s on <%s>", preTokenizer, text)
                        .isEqualTo(byRegex(preTokenizer, text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PreTokenizer.class)
    void aMegabyteOfOneCharacterOrOfAPatternIsCutInLinearTime(PreTokenizer preTokenizer) {
        for (String unit :
                List.of("a", "A", "日", "\u0301", " ", "\n", "1", "'", "/", "'s", "\u0301A", " \n", "a1 ", "Aa")) {
            String text = unit.repeat((1 << 20) / unit.length());
            int[] end = new int[1];
            preTokenizer.split(new Text(text), (from, to) -> end[0] = from == end[0] && to > from ? to : -1);
            assertThat(end[0]).isEqualTo(text.length());
        }
    }

    @Test
    void knownCutsOfO200k() {
        assertThat(bySplitter(PreTokenizer.GPT_4O, "What's 1+1? Count to 12345, XMLHttpRequest\r\n\n  end  "))
                .containsExactly(
                        "What's",
                        " ",
                        "1",
                        "+",
                        "1",
                        "?",
                        " Count",
                        " to",
                        " ",
                        "123",
                        "45",
                        ",",
                        " XMLHttp",
                        "Request",
                        "\r\n\n",
                        " ",
                        " end",
                        "  ");
    }

    @Test
    void loneSurrogatesBecomeReplacementCharacters() {
        assertThat(bySplitter(PreTokenizer.GPT_4O, "a\ud83db\udc00")).containsExactly("a", "\ufffdb", "\ufffd");
    }
}
