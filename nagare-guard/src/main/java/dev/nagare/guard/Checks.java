package dev.nagare.guard;

import java.util.HashMap;
import java.util.Map;

/** The checks of cards, accounts and national numbers. */
final class Checks {
    private Checks() {}

    private static boolean isDigit(int symbol) {
        return symbol >= '0' && symbol <= '9';
    }

    private static boolean isLetter(int symbol) {
        return Character.toUpperCase(symbol) >= 'A' && Character.toUpperCase(symbol) <= 'Z';
    }

    /** The last digit of payment cards, by Luhn's rule (ISO/IEC 7812-1, annex B). */
    static final Check LUHN = new Check() {
        // State: digits so far, and both sums modulo 10: with the even places doubled, and with the odd ones.
        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol)) {
                return state;
            }
            long count = state / 100;
            int digit = symbol - '0';
            int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;
            long even = state / 10 % 10 + (count % 2 == 0 ? doubled : digit);
            long odd = state % 10 + (count % 2 == 1 ? doubled : digit);
            return (count + 1) * 100 + even % 10 * 10 + odd % 10;
        }

        @Override
        public boolean accepts(long state) {
            // The last digit is never doubled.
            return (state / 100 % 2 == 0 ? state / 10 % 10 : state % 10) == 0;
        }
    };

    /** The two check digits and the country's length of an IBAN (ISO 13616 and ISO 7064, MOD 97-10). */
    static final Check IBAN = new Iban();

    /** Weighted digits whose sum is a multiple of 11: the UK's NHS numbers, ten digits. */
    static final Check NHS = new Check() {
        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol)) {
                return state;
            }
            long count = state / 11;
            long sum = (state % 11 + (10 - count) * (symbol - '0')) % 11;
            return count == 9 && sum != 0 ? DEAD : (count + 1) * 11 + sum;
        }

        @Override
        public boolean accepts(long state) {
            return state / 11 == 10 && state % 11 == 0;
        }
    };

    /** The letter of Spain's DNI and NIE: the number modulo 23. */
    static final Check DNI = new Check() {
        private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
        private static final long DONE = 1L << 40;

        @Override
        public long step(long state, int symbol) {
            if (isDigit(symbol)) {
                return (state / 100 + 1) * 100 + (state % 100 * 10 + symbol - '0') % 23;
            }
            if (!isLetter(symbol)) {
                return state;
            }
            int letter = Character.toUpperCase(symbol);
            if (state == 0) {
                // X, Y and Z stand for 0, 1 and 2 before the number of a foreigner.
                return 100L + letter - 'X';
            }
            return LETTERS.charAt((int) (state % 100)) == letter ? DONE : DEAD;
        }

        @Override
        public boolean accepts(long state) {
            return state == DONE;
        }
    };

    /** The two last digits of France's NIR: 97 less the number modulo 97, Corsica's departments as 19 and 18. */
    static final Check NIR = new Check() {
        // State: digits so far, the number modulo 97, and the key's first digit.
        @Override
        public long step(long state, int symbol) {
            long count = state / 10_000;
            long number = state / 100 % 100;
            if (isLetter(symbol)) {
                int less = Character.toUpperCase(symbol) == 'A' ? 1 : 2;
                return (count + 1) * 10_000 + (number * 10 - less + 97) % 97 * 100;
            }
            if (!isDigit(symbol)) {
                return state;
            }
            int digit = symbol - '0';
            if (count < 13) {
                return (count + 1) * 10_000 + (number * 10 + digit) % 97 * 100;
            }
            long key = state % 100 * 10 + digit;
            if (count == 14 && key != 97 - number) {
                return DEAD;
            }
            return (count + 1) * 10_000 + number * 100 + key;
        }

        @Override
        public boolean accepts(long state) {
            return state / 10_000 == 15;
        }
    };

    /** The last letter of Italy's codice fiscale: a sum with a table for odd places, modulo 26. */
    static final Check CODICE_FISCALE = new Check() {
        private static final int[] ODD = {
            1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
        };

        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol) && !isLetter(symbol)) {
                return state;
            }
            long count = state / 26;
            int value = isDigit(symbol) ? symbol - '0' : Character.toUpperCase(symbol) - 'A';
            if (count == 15) {
                return !isDigit(symbol) && state % 26 == value ? 16 * 26 : DEAD;
            }
            return (count + 1) * 26 + (state + (count % 2 == 0 ? ODD[value] : value) - count * 26) % 26;
        }

        @Override
        public boolean accepts(long state) {
            return state == 16 * 26;
        }
    };

    /** The two last digits of Brazil's CPF: two weighted sums modulo 11; eleven equal digits are none. */
    static final Check CPF = new Check() {
        // State: digits so far, the first sum, the second sum, the first digit, and whether all are equal.
        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol)) {
                return state;
            }
            int digit = symbol - '0';
            long count = state / 2_420;
            long first = state / 220 % 11;
            long second = state / 20 % 11;
            long leading = count == 0 ? digit : state / 2 % 10;
            long differ = count == 0 || (state % 2 == 0 && digit == leading) ? 0 : 1;
            if (count < 9) {
                first = (first + (10 - count) * digit) % 11;
                second = (second + (11 - count) * digit) % 11;
            } else if (digit != checkDigit(count == 9 ? first : second) || (count == 10 && differ == 0)) {
                return DEAD;
            } else if (count == 9) {
                second = (second + 2L * digit) % 11;
            }
            return (count + 1) * 2_420 + first * 220 + second * 20 + leading * 2 + differ;
        }

        private static long checkDigit(long sum) {
            return sum < 2 ? 0 : 11 - sum;
        }

        @Override
        public boolean accepts(long state) {
            return state / 2_420 == 11;
        }
    };

    /** The last digit of Japan's individual number: a weighted sum modulo 11. */
    static final Check MY_NUMBER = new Check() {
        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol)) {
                return state;
            }
            int digit = symbol - '0';
            long count = state / 11;
            if (count == 11) {
                long sum = state % 11;
                return digit == (sum < 2 ? 0 : 11 - sum) ? 12 * 11 : DEAD;
            }
            long place = 11 - count;
            long weight = place <= 6 ? place + 1 : place - 5;
            return (count + 1) * 11 + (state % 11 + weight * digit) % 11;
        }

        @Override
        public boolean accepts(long state) {
            return state == 12 * 11;
        }
    };

    /** Ten or eleven digits, as Japanese telephone numbers have. */
    static final Check TEN_OR_ELEVEN_DIGITS = new Check() {
        @Override
        public long step(long state, int symbol) {
            return !isDigit(symbol) ? state : state == 11 ? DEAD : state + 1;
        }

        @Override
        public boolean accepts(long state) {
            return state >= 10;
        }
    };

    private static final class Iban implements Check {
        private static final String LENGTHS =
                "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28"
                        + " CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
                        + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19"
                        + " MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24"
                        + " SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

        private static final Map<Integer, Integer> LENGTH = new HashMap<>();

        static {
            for (String each : LENGTHS.split(" ", -1)) {
                LENGTH.put(country(each.charAt(0), each.charAt(1)), Integer.parseInt(each, 2, 4, 10));
            }
        }

        private static int country(int first, int second) {
            return (first - 'A') * 26 + second - 'A';
        }

        // State: symbols so far, the country's length, the first four symbols modulo 97, the others modulo 97.
        @Override
        public long step(long state, int symbol) {
            if (!isDigit(symbol) && !isLetter(symbol)) {
                return state;
            }
            long count = state / 100_000_000;
            long length = state / 1_000_000 % 100;
            long head = state / 1_000 % 1_000;
            long rest = state % 1_000;
            int letter = Character.toUpperCase(symbol);
            if (count == 0) {
                // The country's first letter is kept whole until the second comes.
                return 100_000_000 + (letter - 'A') * 1_000L;
            }
            if (count == 1) {
                int country = (int) head * 26 + letter - 'A';
                Integer known = LENGTH.get(country);
                if (known == null) {
                    return DEAD;
                }
                length = known;
                head = ((head + 10) * 100 + letter - 'A' + 10) % 97;
            } else if (count < 4) {
                head = (head * 10 + symbol - '0') % 97;
            } else {
                rest = (isDigit(symbol) ? rest * 10 + symbol - '0' : rest * 100 + letter - 'A' + 10) % 97;
            }
            if (count + 1 > length || (count + 1 == length && (rest * 27 + head) % 97 != 1)) {
                return DEAD;
            }
            return (count + 1) * 100_000_000 + length * 1_000_000 + head * 1_000 + rest;
        }

        @Override
        public boolean accepts(long state) {
            return state / 100_000_000 == state / 1_000_000 % 100;
        }

        @Override
        public boolean isSurelyOpen(long state) {
            // Two free digits at the end come to every remainder.
            return state / 1_000_000 % 100 - state / 100_000_000 >= 2;
        }
    }
}
