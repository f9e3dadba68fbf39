package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The detectors on numbers that are right and on ones that are nearly right, in pieces of several lengths. */
class DetectorTest {
    private static final Map<Detector, Policy> POLICIES = new EnumMap<>(Detector.class);

    private static String redacted(Detector detector, List<String> pieces) {
        Policy policy = POLICIES.computeIfAbsent(
                detector,
                key -> Policy.builder("d")
                        .rule(Rule.detector("d", key).redact("#"))
                        .build());
        return Pieces.feed(policy.newSession(), pieces);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMAIL|write to john.doe+x@example.co.uk.|write to #.",
                "EMAIL|連絡はtaro@example.comまで|連絡は#まで",
                "EMAIL|a@b.c and @home and x@y|a@b.c and @home and x@y",
                "EMAIL|(me@host.example)|(#)",
                "PHONE_E164|call +44 20 7946 0958 now|call # now",
                "PHONE_E164|call +81-90-1234-5678.|call #.",
                "PHONE_E164|1 +1 is 2, +12|1 +1 is 2, +12",
                "PHONE_NANP|call (212) 555-0123 or 1-212-555-0123|call # or #",
                "PHONE_NANP|212-055-0123 and 2125550123|212-055-0123 and 2125550123",
                "PHONE_JP|電話は03-1234-5678です|電話は#です",
                "PHONE_JP|携帯090-1234-5678、０９０－１２３４－５６７８|携帯#、#",
                "PHONE_JP|on 03-11-2025 we met|on 03-11-2025 we met",
                "PHONE_JP|(03)1234-5678|#",
                "PAYMENT_CARD|pay 4111 1111 1111 1111 now|pay # now",
                "PAYMENT_CARD|pay 4111 1111 1111 1112 now|pay 4111 1111 1111 1112 now",
                "PAYMENT_CARD|amex 378282246310005.|amex #.",
                "PAYMENT_CARD|id 1763999999999 is a time|id 1763999999999 is a time",
                "PAYMENT_CARD|at 48.26825713405421, 1.4111111111111111|at 48.26825713405421, 1.4111111111111111",
                "PAYMENT_CARD|4111 1111 1111 1111.2 left, 4111-1111-1111-1111.00|#.2 left, #.00",
                "PAYMENT_CARD|4111111111111111.5 4111111111111111.|#.5 #.",
                "PAYMENT_CARD|4111111111111111.x .4111111111111111 x.4111111111111111|#.x .# x.#",
                "PAYMENT_CARD|4111111111111111.4111111111111111|#.4111111111111111",
                "UK_NHS|4505577104.25, 943 476 5919.1 or 1.4505577104|#.25, #.1 or 1.4505577104",
                "ES_DNI_NIE|DNI 12345678Z.1, 12345678Z.2026-01-01, 1.X1234567L|DNI #.1, #.2026-01-01, 1.#",
                "JP_MY_NUMBER|123456789018.5、1234 5678 9018。|#.5、#。",
                "BR_CPF|529.982.247-25.1, 52998224725.1, 1.52998224725|#.1, #.1, 1.52998224725",
                "IPV4|5.192.168.0.1 .192.168.0.1|#.1 .192.168.0.1",
                "IBAN|to GB82 WEST 1234 5698 7654 32 please|to # please",
                "IBAN|to DE89370400440532013000.|to #.",
                "IBAN|to GB83 WEST 1234 5698 7654 32 please|to GB83 WEST 1234 5698 7654 32 please",
                "IPV4|host 192.168.0.255, or 256.1.1.1|host #, or 256.1.1.1",
                "IPV6|at 2001:db8::8a2e:370:7334 ok|at # ok",
                "IPV6|at 2001:0db8:85a3:0000:0000:8a2e:0370:7334 ok|at # ok",
                "IPV6|std::vector a::b 12:30:45|std::vector a::b 12:30:45",
                "UK_NHS|NHS 943 476 5919 x|NHS # x",
                "UK_NHS|NHS 943 476 5918 x|NHS 943 476 5918 x",
                "UK_NHS|NHS 4505577104, not 4505577103|NHS #, not 4505577103",
                "UK_NHS|at 1763999990, 1764000009 and 9434765919|at 1763999990, 1764000009 and 9434765919",
                "ES_DNI_NIE|dni 12345678Z, nie X1234567L.|dni #, nie #.",
                "ES_DNI_NIE|dni 12345678A.|dni 12345678A.",
                "FR_NIR|nir 2 55 08 14 168 025 38 fin|nir # fin",
                "FR_NIR|nir 2 55 08 14 168 025 39 fin|nir 2 55 08 14 168 025 39 fin",
                "IT_CODICE_FISCALE|cf RSSMRA85T10A562S.|cf #.",
                "IT_CODICE_FISCALE|cf RSSMRA85T10A562T.|cf RSSMRA85T10A562T.",
                "BR_CPF|cpf 529.982.247-25 e 111.111.111-11|cpf # e 111.111.111-11",
                "BR_CPF|cpf 52998224725 e 52998224726|cpf # e 52998224726",
                "JP_MY_NUMBER|番号123456789018です|番号#です",
                "JP_MY_NUMBER|番号1234 5678 9018と123456789019|番号#と123456789019",
                "API_KEY|key sk-abcdefghijklmnopqrstuvwxyz0123456789 end|key # end",
                "API_KEY|aws AKIAIOSFODNN7EXAMPLE, and task-force|aws #, and task-force",
                "API_KEY|gh ghp_0123456789abcdefghijklmnopqrstuvwxyzAB.|gh #.",
            })
    void findsWhatItShould(Detector detector, String text, String expected) {
        for (List<String> pieces : List.of(
                List.of(text),
                Pieces.ofLength(text, 1),
                Pieces.ofLength(text, 2),
                Pieces.ofLength(text, 3),
                Pieces.ofLength(text, 7))) {
            assertThat(redacted(detector, pieces)).as("%s", pieces).isEqualTo(expected);
        }
    }

    /** Every space that Unicode has, by itself and with an invisible character beside it. */
    @ParameterizedTest
    @CsvSource({
        "PAYMENT_CARD,4111 1111 1111 1111",
        "PHONE_E164,+44 20 7946 0958",
        "PHONE_NANP,212 555 0123",
        "PHONE_NANP,(212) 555-0123",
        "IBAN,GB82 WEST 1234 5698 7654 32",
        "UK_NHS,943 476 5919",
        "FR_NIR,2 55 08 14 168 025 38",
        "JP_MY_NUMBER,1234 5678 9018",
        "PRIVATE_KEY,-----BEGIN PRIVATE KEY-----"
    })
    void whicheverSpaceStandsBetween(Detector detector, String number) {
        List<String> spaces = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point -> Character.getType(point) == Character.SPACE_SEPARATOR)
                .mapToObj(Character::toString)
                .toList();
        assertThat(spaces).contains("\u00A0", "\u2003", "\u2007", "\u202F", "\u205F", "\u3000");
        for (String space : spaces) {
            for (String between : List.of(space, "\u200B" + space, space + "\u2060")) {
                String text = number.replace(" ", between);
                for (int length : new int[] {1, 2, 5, 100}) {
                    assertThat(redacted(detector, Pieces.ofLength("x " + text, length)))
                            .as("U+%X in pieces of %d", space.codePointAt(0), length)
                            .isEqualTo("x #");
                }
            }
        }
    }

    @Test
    void aPrivateKeyIsSwallowedToItsEndLine() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\nAAKC\n-----END RSA PRIVATE KEY-----";
        for (int length : new int[] {1, 2, 3, 7, 500}) {
            assertThat(redacted(Detector.PRIVATE_KEY, Pieces.ofLength("a " + key + "\nb", length)))
                    .isEqualTo("a #\nb");
        }
    }

    @Test
    void aPrivateKeyWithoutAnEndIsSwallowedForSixteenKibibytes() {
        String begin = "-----BEGIN PRIVATE KEY-----";
        String text = begin + "x".repeat(16 * 1024) + "rest";
        for (int length : new int[] {1, 7, 100_000}) {
            assertThat(redacted(Detector.PRIVATE_KEY, Pieces.ofLength(text, length)))
                    .isEqualTo("#rest");
        }
    }

    @Test
    void whatIsSwallowedIsNeverHeld() {
        Policy policy = Policy.builder("d")
                .rule(Rule.detector("d", Detector.PRIVATE_KEY).redact("#"))
                .build();
        GuardSession session = policy.newSession();
        assertThat(session.accept("-----BEGIN PRIVATE KEY-----").text()).isEqualTo("#");
        for (int i = 0; i < 1_000; i++) {
            session.accept("MIIEpAIBAAKC\n");
            assertThat(session.held()).isZero();
        }
    }

    @Test
    void aNumberThatCanNoLongerBeRightIsLetGoBeforeItsEnd() {
        Policy policy = Policy.builder("d")
                .rule(Rule.detector("d", Detector.ES_DNI_NIE).block())
                .build();
        GuardSession session = policy.newSession();
        assertThat(session.accept("12345678").text()).isEmpty();
        assertThat(session.accept("A").text()).isEqualTo("12345678A");

        // Whoever has these nine digits of an NHS number would need a check digit of ten.
        Policy nhs = Policy.builder("d")
                .rule(Rule.detector("d", Detector.UK_NHS).block())
                .build();
        GuardSession nine = nhs.newSession();
        assertThat(nine.accept("450557710").text()).isEmpty();
        GuardSession never = nhs.newSession();
        assertThat(never.accept("40000000").text()).isEmpty();
        assertThat(never.accept("8").text()).isEqualTo("400000008");
    }

    /** A point and a digit after a number say nothing of it, so nothing waits for the digit. */
    @Test
    void aNumberBeforeAPointDoesNotWait() {
        Policy policy = Policy.builder("d")
                .rule(Rule.detector("d", Detector.PAYMENT_CARD).redact("#"))
                .build();
        GuardSession session = policy.newSession();
        assertThat(session.accept("4111111111111111.").text()).isEqualTo("#.");
        assertThat(session.accept("5").text()).isEqualTo("5");
        assertThat(policy.certificate().maxCharacters()).isEqualTo(37);
    }

    @Test
    void nothingIsHeldForACountryWithoutIbans() {
        Policy policy = Policy.builder("d")
                .rule(Rule.detector("d", Detector.IBAN).block())
                .build();
        GuardSession session = policy.newSession();
        assertThat(session.accept("G").text()).isEmpty();
        assertThat(session.accept("Q").text()).isEqualTo("GQ");
    }

    @Test
    void theWholePackStaysWithinItsCertificate() {
        Policy.Builder builder = Policy.builder("pack");
        for (Detector detector : Detector.values()) {
            builder.rule(Rule.detector(detector.name(), detector).redact("#"));
        }
        Policy policy = builder.build();
        assertThat(policy.certificate().maxCharacters()).isBetween(64, 400);
        GuardSession session = policy.newSession();
        String text = "a".repeat(64) + "@" + ("b".repeat(63) + ".").repeat(4) + "c".repeat(24) + " 4111 1111";
        int most = 0;
        for (String piece : Pieces.ofLength(text, 1)) {
            session.accept(piece);
            most = Math.max(most, session.held());
        }
        assertThat(most).isEqualTo(policy.certificate().maxCharacters());
    }
}
