package dev.nagare.guard;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Writes the tables of {@link Folding} from the Unicode data in ICU: run {@link #main} in the module's folder after
 * changing the rules below or the version of ICU.
 */
final class FoldingTables {
    static final Path RESOURCES = Path.of("src/main/resources/dev/nagare/guard");

    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    private static final SpoofChecker LOOKS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

    /** Alphabets whose marks are accents: dropping them keeps the letter. */
    private static final Set<Integer> ACCENTED = Set.of(UScript.LATIN, UScript.GREEK, UScript.CYRILLIC);

    /**
     * Alphabets with letters that pass for Latin ones. Not among them are scripts whose plain text would turn into Latin
     * or into another script of its own readers: Arabic, Hebrew, the scripts of India and of East Asia.
     */
    private static final Set<Integer> IMITATING = Set.of(
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.ARMENIAN,
            UScript.GEORGIAN,
            UScript.CHEROKEE,
            UScript.COPTIC,
            UScript.LISU,
            UScript.DESERET,
            UScript.OSAGE,
            UScript.CANADIAN_ABORIGINAL,
            UScript.GOTHIC,
            UScript.OLD_ITALIC,
            UScript.RUNIC,
            UScript.VAI,
            UScript.TIFINAGH,
            UScript.WARANG_CITI,
            UScript.CARIAN,
            UScript.LYCIAN,
            UScript.LYDIAN,
            UScript.ELBASAN,
            UScript.MIAO);

    /**
     * What is typed or set for an apostrophe: the quotation marks turned either way, the letter apostrophe, the acute accent
     * and the prime that stand by themselves. Not the okina and the marks of breathing and softness: those are letters.
     */
    private static final Set<Integer> APOSTROPHES = Set.of(0x2018, 0x2019, 0x201B, 0x02BC, 0x00B4, 0x2032);

    /** Lines at the height of a hyphen besides Unicode's row of them: minus signs, and the hyphen that is a bullet. */
    private static final Set<Integer> DASHES = Set.of(0x2212, 0x02D7, 0x2043);

    private FoldingTables() {}

    /** Writes all files. */
    public static void main(String[] args) throws IOException {
        Files.writeString(RESOURCES.resolve("folding.txt"), folding());
        Files.writeString(RESOURCES.resolve("plain.txt"), plain());
        Files.writeString(RESOURCES.resolve("letters.txt"), letters());
    }

    /** Without Hangul syllables, whose parts are arithmetic. */
    static String folding() {
        return table("How rules for words see text", point -> isSyllable(point) ? new int[] {point} : foldFully(point));
    }

    /** Which two symbols are one letter, because Unicode composes them; without Hangul, whose parts are arithmetic. */
    static String letters() {
        TreeMap<Integer, TreeSet<Integer>> pairs = new TreeMap<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (NFC.isNormalized(Character.toString(point)) && !isSyllable(point)) {
                int before = -1;
                for (int part : points(NFD.normalize(Character.toString(point)))) {
                    int[] symbols = foldFully(part);
                    if (symbols.length > 0) {
                        if (before >= 0) {
                            pairs.computeIfAbsent(before, key -> new TreeSet<>())
                                    .add(symbols[0]);
                        }
                        before = symbols[symbols.length - 1];
                    }
                }
            }
        }
        StringBuilder out = new StringBuilder("# Symbols and those that make another letter of them: symbol;symbols. ")
                .append("Written by FoldingTables from Unicode ")
                .append(UCharacter.getUnicodeVersion())
                .append(".\n");
        pairs.forEach((before, after) -> out.append(hex(before))
                .append(';')
                .append(after.stream().map(FoldingTables::hex).collect(Collectors.joining(" ")))
                .append('\n'));
        return out.toString();
    }

    static String plain() {
        return table("How rules for numbers, keys and addresses see text", FoldingTables::plainly);
    }

    private static String table(String title, IntFunction<int[]> fold) {
        StringBuilder out = new StringBuilder("# ")
                .append(title)
                .append(": code points;symbols. Written by FoldingTables from Unicode ")
                .append(UCharacter.getUnicodeVersion())
                .append(".\n");
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            int[] folded = fold.apply(point);
            if (folded.length == 1 && folded[0] == point) {
                continue;
            }
            int first = point;
            while (folded.length == 0 && point < Character.MAX_CODE_POINT && fold.apply(point + 1).length == 0) {
                point++;
            }
            out.append(hex(first))
                    .append(point > first ? ".." + hex(point) : "")
                    .append(';');
            for (int i = 0; i < folded.length; i++) {
                out.append(i > 0 ? " " : "").append(hex(folded[i]));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String hex(int point) {
        return Integer.toHexString(point).toUpperCase(java.util.Locale.ROOT);
    }

    private static int[] plainly(int point) {
        if (isSurrogate(point)) {
            return new int[] {point};
        }
        if (isInvisible(point)) {
            return new int[0];
        }
        if (UCharacter.getType(point) == Character.SPACE_SEPARATOR) {
            return new int[] {' '};
        }
        int digit = UCharacter.digit(point, 10);
        if (digit >= 0 && UCharacter.getType(point) == Character.DECIMAL_DIGIT_NUMBER) {
            return new int[] {'0' + digit};
        }
        int width = UCharacter.getIntPropertyValue(point, UProperty.EAST_ASIAN_WIDTH);
        int[] composed = points(NFKC.normalize(Character.toString(point)));
        boolean wide = width == UCharacter.EastAsianWidth.FULLWIDTH && composed.length == 1 && composed[0] < 0x80;
        return wide ? composed : new int[] {point};
    }

    static int[] foldFully(int point) {
        int[] folded = {point};
        while (true) {
            int[] next = Arrays.stream(folded)
                    .flatMap(each -> Arrays.stream(fold(each)))
                    .toArray();
            if (Arrays.equals(next, folded)) {
                return folded;
            }
            folded = next;
        }
    }

    private static int[] fold(int point) {
        if (isSurrogate(point)) {
            return new int[] {point};
        }
        String text = Character.toString(point);
        String parts = NFD.normalize(text);
        if (!parts.equals(text)) {
            // Before all else, so that a letter and the same letter in parts are seen alike.
            return points(parts);
        }
        if (isInvisible(point) || isAccent(point)) {
            return new int[0];
        }
        if (point < 0x80) {
            return new int[] {point >= 'A' && point <= 'Z' ? point + 32 : point};
        }
        if (UCharacter.hasBinaryProperty(point, UProperty.WHITE_SPACE)) {
            return new int[] {' '};
        }
        int[] plain = plainly(point);
        if (plain[0] != point) {
            return plain;
        }
        if (APOSTROPHES.contains(point)) {
            return new int[] {'\''};
        }
        if (between(point, 0x2010, 0x2015) || DASHES.contains(point)) {
            return new int[] {'-'};
        }
        if (point == 0x309B || point == 0x309C) {
            // Marks of kana that take room of their own.
            return new int[] {point - 2};
        }
        int styled = styled(point);
        if (styled >= 0) {
            return new int[] {styled};
        }
        String cased = UCharacter.foldCase(text, true);
        if (!cased.equals(text)) {
            return points(cased);
        }
        String composed = NFKC.normalize(text);
        boolean makesSpace = composed.indexOf(' ') >= 0;
        if (!composed.equals(text) && !makesSpace) {
            return points(composed);
        }
        return new int[] {lookAlike(point)};
    }

    /** The letter that a styled Latin letter shows which Unicode does not derive from it; negative when it is none. */
    private static int styled(int point) {
        if (between(point, 0x1F150, 0x1F169)) {
            return 'a' + point - 0x1F150;
        }
        if (between(point, 0x1F170, 0x1F189)) {
            return 'a' + point - 0x1F170;
        }
        String name = UCharacter.getName(point);
        boolean isSmallCapital = name != null && name.matches("LATIN LETTER SMALL CAPITAL [A-Z]");
        return isSmallCapital ? Character.toLowerCase(name.charAt(name.length() - 1)) : -1;
    }

    /** The Latin letter that a letter of another script passes for, in small or in capital form; or the same letter. */
    private static int lookAlike(int point) {
        if (UScript.getScript(point) == UScript.LATIN) {
            return withoutStroke(point);
        }
        if (!IMITATING.contains(UScript.getScript(point))) {
            return point;
        }
        int small = latin(point);
        if (small >= 0) {
            return small;
        }
        int capital = UCharacter.toUpperCase(point);
        int folded = capital == point ? -1 : latin(capital);
        // The data has one shape for capital I and small L; a capital is never taken for the latter.
        return folded < 0 || folded == 'l' ? point : folded;
    }

    /** The letter under the stroke, hook or bar of a Latin letter that looks like one with a mark; or the same letter. */
    private static int withoutStroke(int point) {
        int[] looks = points(LOOKS.getSkeleton(Character.toString(point)));
        boolean isMarked = looks.length > 1 && Arrays.stream(looks).skip(1).allMatch(FoldingTables::isAccent);
        return isMarked && between(looks[0], 'a', 'z') ? looks[0] : point;
    }

    private static int latin(int point) {
        List<Integer> letters = new ArrayList<>();
        for (int each : points(LOOKS.getSkeleton(Character.toString(point)))) {
            if (!isAccent(each)) {
                letters.add(each);
            }
        }
        if (letters.size() != 1) {
            return -1;
        }
        int letter = letters.get(0);
        boolean isLatin = between(letter, 'a', 'z') || between(letter, 'A', 'Z');
        return isLatin ? Character.toLowerCase(letter) : -1;
    }

    private static boolean isInvisible(int point) {
        return UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || between(point, 0xFFF9, 0xFFFB)
                || point == 0x2800
                || (UCharacter.getType(point) == Character.CONTROL
                        && !UCharacter.hasBinaryProperty(point, UProperty.WHITE_SPACE));
    }

    /** A mark that stands on Latin, Greek or Cyrillic letters; never one of kana, India or Arabic. */
    private static boolean isAccent(int point) {
        int type = UCharacter.getType(point);
        if (type != Character.NON_SPACING_MARK
                && type != Character.ENCLOSING_MARK
                && type != Character.COMBINING_SPACING_MARK) {
            return false;
        }
        int script = UScript.getScript(point);
        return ACCENTED.contains(script)
                || between(point, 0x0300, 0x036F)
                || between(point, 0x0483, 0x0489)
                || between(point, 0x1AB0, 0x1AFF)
                || between(point, 0x1DC0, 0x1DFF)
                || between(point, 0x20D0, 0x20FF)
                || between(point, 0xFE20, 0xFE2F);
    }

    private static boolean isSyllable(int point) {
        return between(point, 0xAC00, 0xD7A3);
    }

    private static boolean isSurrogate(int point) {
        return between(point, 0xD800, 0xDFFF);
    }

    private static boolean between(int point, int first, int last) {
        return point >= first && point <= last;
    }

    private static int[] points(String text) {
        return text.codePoints().toArray();
    }
}
