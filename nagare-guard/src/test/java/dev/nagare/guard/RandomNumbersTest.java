package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Numbers that are right, nearly right, cut and joined, against a plain program: the JDK's patterns on every part of a text,
 * and the check digits worked out by hand. The guard takes each text whole and in random pieces.
 */
class RandomNumbersTest {
    private static final long SEED = Long.getLong("nagare.seed", 20261125);
    private static final int TEXTS = 1_500;
    private static final int MOST_OF_A_NUMBER = 40;
    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2212\uFF70-";
    private static final String[] BETWEEN = {
        ".", ".", " ", "5", "1", "0", "9", "-", "a", "Z", "é", "\u200B", ",", "\u00A0", "\u2028", "\t", "。", "．", "１",
        "..", ".5", "5.", "4", "+"
    };

    /** What a detector finds, said once more: how it is written, its check, and whether it may be in a fraction. */
    private record Kind(String form, Predicate<String> check, boolean inFractions, List<String> samples) {
        boolean isIn(String text, int from, int to, Matcher form) {
            return form.region(from, to).matches()
                    && check.test(text.substring(from, to))
                    && (from == 0 || !isAlphanumeric(text.charAt(from - 1)))
                    && (to == text.length() || !isAlphanumeric(text.charAt(to)))
                    && (inFractions || !text.substring(0, from).matches("(?s).*[0-9]\\."));
        }
    }

    private static final Map<Detector, Kind> NUMBERS = new EnumMap<>(Map.of(
            Detector.PAYMENT_CARD,
            new Kind(
                    "[2-6](?:[ " + DASHES + "]?[0-9]){12,18}",
                    RandomNumbersTest::isLuhn,
                    false,
                    List.of(
                            "4111111111111111",
                            "4111 1111 1111 1111",
                            "378282246310005",
                            "4222222222222",
                            "6304000000000000",
                            "5555-5555‐5555–4444")),
            Detector.UK_NHS,
            new Kind(
                    "[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}|[467][0-9]{9}|3[2-9][0-9]{8}"
                            + "|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{6}",
                    RandomNumbersTest::isNhs, false, List.of("943 476 5919", "4505577104", "943-476-5919")),
            Detector.ES_DNI_NIE,
            new Kind(
                    "(?:[0-9]{8}|[XYZxyz]-?[0-9]{7})-?[A-Za-z]",
                    RandomNumbersTest::isDni, true, List.of("12345678Z", "X1234567L", "12345678-z", "x-1234567-L")),
            Detector.FR_NIR,
            new Kind(
                    "[1-478] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[ABab]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
                    RandomNumbersTest::isNir, false, List.of("2 55 08 14 168 025 38", "255081416802538")),
            Detector.BR_CPF,
            new Kind(
                    "[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}|[0-9]{11}",
                    RandomNumbersTest::isCpf, false, List.of("529.982.247-25", "52998224725", "111.111.111-11")),
            Detector.JP_MY_NUMBER,
            new Kind(
                    "[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{12}",
                    RandomNumbersTest::isMyNumber, false, List.of("123456789018", "1234 5678 9018"))));

    @Test
    void theGuardFindsWhatThePlainProgramFinds() {
        Random random = new Random(SEED);
        NUMBERS.forEach((detector, number) -> {
            Policy redacting = policy(Rule.detector("d", detector).redact("#"));
            Policy blocking = policy(Rule.detector("d", detector));
            int found = 0;
            for (int i = 0; i < TEXTS; i++) {
                String text = text(random, number.samples());
                List<int[]> matches = matches(text, number);
                found += matches.isEmpty() ? 0 : 1;
                String redacted = redacted(text, matches);
                String blocked = text.substring(
                        0, matches.stream().mapToInt(match -> match[0]).min().orElse(text.length()));
                for (List<String> pieces : List.of(List.of(text), pieces(text, random), Pieces.ofLength(text, 1))) {
                    assertThat(shown(redacting, pieces, redacted))
                            .as("seed %d, %s %s", SEED, detector, pieces)
                            .isEqualTo(redacted);
                    assertThat(shown(blocking, pieces, blocked))
                            .as("seed %d, %s blocked %s", SEED, detector, pieces)
                            .isEqualTo(blocked);
                }
            }
            assertThat(found).as("seed %d, %s", SEED, detector).isBetween(TEXTS / 10, TEXTS * 9 / 10);
        });
    }

    private static Policy policy(Rule rule) {
        return Policy.builder("p").rule(rule).build();
    }

    /** What is shown of a text in pieces, which at no moment is anything but a beginning of what should be. */
    private static String shown(Policy policy, List<String> pieces, String whole) {
        GuardSession session = policy.newSession();
        StringBuilder shown = new StringBuilder();
        for (String piece : pieces) {
            shown.append(session.accept(piece).text());
            assertThat(whole).as("seed %d, %s", SEED, pieces).startsWith(shown.toString());
        }
        return shown.append(session.finish().text()).toString();
    }

    private static String text(Random random, List<String> samples) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            text.append(
                    random.nextBoolean()
                            ? samples.get(random.nextInt(samples.size()))
                            : BETWEEN[random.nextInt(BETWEEN.length)]);
        }
        if (random.nextInt(3) == 0) {
            text.insert(random.nextInt(text.length() + 1), BETWEEN[random.nextInt(BETWEEN.length)]);
        }
        return text.toString();
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(6));
            pieces.add(text.substring(at, to));
            at = to;
        }
        return pieces;
    }

    /** Where numbers stand in a text, found in the text as detectors see it. */
    private static List<int[]> matches(String text, Kind number) {
        StringBuilder seen = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\u200B') {
                seen.append(
                        switch (text.charAt(i)) {
                            case '\u00A0' -> ' ';
                            case '．' -> '.';
                            case '１' -> '1';
                            default -> text.charAt(i);
                        });
                places.add(i);
            }
        }
        String plain = seen.toString();
        Matcher form = Pattern.compile(number.form()).matcher(plain);
        List<int[]> found = new ArrayList<>();
        for (int from = 0; from < plain.length(); from++) {
            for (int to = from + 1; to <= Math.min(plain.length(), from + MOST_OF_A_NUMBER); to++) {
                if (number.isIn(plain, from, to, form)) {
                    found.add(new int[] {places.get(from), places.get(to - 1) + 1});
                }
            }
        }
        found.sort(Comparator.<int[]>comparingInt(match -> match[0]).thenComparingInt(match -> -match[1]));
        return found;
    }

    private static String redacted(String text, List<int[]> matches) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        int next = 0;
        while (at < text.length()) {
            if (next == matches.size() || matches.get(next)[0] > at) {
                out.append(text.charAt(at++));
                continue;
            }
            int end = matches.get(next)[1];
            while (next < matches.size() && matches.get(next)[0] < end) {
                end = Math.max(end, matches.get(next++)[1]);
            }
            out.append('#');
            at = end;
        }
        return out.toString();
    }

    private static boolean isAlphanumeric(char symbol) {
        return (symbol >= '0' && symbol <= '9') || (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z');
    }

    private static int[] digits(String number) {
        return number.chars()
                .filter(symbol -> symbol >= '0' && symbol <= '9')
                .map(symbol -> symbol - '0')
                .toArray();
    }

    /** The last digit is not doubled, the one before it is, and so on to the left; of a product the digits are added. */
    private static boolean isLuhn(String number) {
        int[] digits = digits(number);
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            int product = digits[digits.length - 1 - i] * (1 + i % 2);
            sum += product / 10 + product % 10;
        }
        return sum % 10 == 0;
    }

    private static boolean isNhs(String number) {
        int[] digits = digits(number);
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            sum += (10 - i) * digits[i];
        }
        return sum % 11 == 0;
    }

    private static boolean isDni(String number) {
        String plain = number.replace("-", "").toUpperCase(Locale.ROOT);
        String digits =
                plain.substring(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2');
        return plain.charAt(8) == "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23);
    }

    private static boolean isNir(String number) {
        String plain = number.replace(" ", "").toUpperCase(Locale.ROOT);
        long first = Long.parseLong(plain.substring(0, 13).replace("2A", "19").replace("2B", "18"));
        return Long.parseLong(plain.substring(13)) == 97 - first % 97;
    }

    private static boolean isCpf(String number) {
        int[] digits = digits(number);
        for (int last = 9; last < 11; last++) {
            int sum = 0;
            for (int i = 0; i < last; i++) {
                sum += digits[i] * (last + 1 - i);
            }
            if (sum * 10 % 11 % 10 != digits[last]) {
                return false;
            }
        }
        return Arrays.stream(digits).distinct().count() > 1;
    }

    private static boolean isMyNumber(String number) {
        int[] digits = digits(number);
        int sum = 0;
        for (int n = 1; n <= 11; n++) {
            sum += digits[11 - n] * (n <= 6 ? n + 1 : n - 5);
        }
        return digits[11] == (sum % 11 <= 1 ? 0 : 11 - sum % 11);
    }
}
