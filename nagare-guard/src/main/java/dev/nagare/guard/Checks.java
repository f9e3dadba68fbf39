package dev.nagare.guard;

/** The checks of cards and national numbers. */
final class Checks {
    private Checks() {}

    /** The last digit of payment cards, by Luhn's rule (ISO/IEC 7812-1, annex B). */
    static final Check LUHN = new Digits(100) {
        // Both sums modulo 10: with the even places doubled, and with the odd ones.
        @Override
        long digit(long count, long state, int digit) {
            int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;
            long even = state / 10 + (count % 2 == 0 ? doubled : digit);
            long odd = state % 10 + (count % 2 == 1 ? doubled : digit);
            return even % 10 * 10 + odd % 10;
        }

        @Override
        boolean accepts(long count, long state) {
            // The last digit is never doubled.
            return (count % 2 == 0 ? state / 10 : state % 10) == 0;
        }

        @Override
        boolean isSurelyOpen(long count, long state) {
            // One free digit at the end comes to every sum.
            return true;
        }
    };

    /** Weighted digits whose sum is a multiple of 11: the UK's NHS numbers, ten digits. */
    static final Check NHS = new Digits(11) {
        @Override
        long digit(long count, long state, int digit) {
            long sum = (state + (10 - count) * digit) % 11;
            return count == 9 && sum != 0 ? DEAD : sum;
        }

        @Override
        boolean accepts(long count, long state) {
            return count == 10 && state == 0;
        }

        @Override
        boolean isSurelyOpen(long count, long state) {
            // The last digit comes to all sums but one, which the digit before it can avoid.
            return count < 9;
        }
    };

    /** The letter of Spain's DNI and NIE: the number modulo 23. */
    static final Check DNI = new Check() {
        private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
        private static final long DONE = 1L << 40;

        @Override
        public long step(long state, int symbol) {
            if (SymbolSet.DIGITS.contains(symbol)) {
                return (state / 100 + 1) * 100 + (state % 100 * 10 + symbol - '0') % 23;
            }
            if (!SymbolSet.LETTERS.contains(symbol)) {
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

        @Override
        public boolean isSurelyOpen(long state) {
            // Every number has its letter.
            return true;
        }
    };

    /** The two last digits of France's NIR: 97 less the number modulo 97, Corsica's departments as 19 and 18. */
    static final Check NIR = new Check() {
        // State: digits so far, the number modulo 97, and the key's first digit.
        @Override
        public long step(long state, int symbol) {
            long count = state / 10_000;
            long number = state / 100 % 100;
            if (SymbolSet.LETTERS.contains(symbol)) {
                int less = Character.toUpperCase(symbol) == 'A' ? 1 : 2;
                return (count + 1) * 10_000 + (number * 10 - less + 97) % 97 * 100;
            }
            if (!SymbolSet.DIGITS.contains(symbol)) {
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

        @Override
        public boolean isSurelyOpen(long state) {
            // Every number has its key.
            return state / 10_000 < 14;
        }
    };

    /** The last letter of Italy's codice fiscale: a sum with a table for odd places, modulo 26. */
    static final Check CODICE_FISCALE = new Check() {
        private static final int[] ODD = {
            1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
        };

        @Override
        public long step(long state, int symbol) {
            if (!SymbolSet.ALPHANUMERIC.contains(symbol)) {
                return state;
            }
            long count = state / 26;
            int value = SymbolSet.DIGITS.contains(symbol) ? symbol - '0' : Character.toUpperCase(symbol) - 'A';
            if (count == 15) {
                return !SymbolSet.DIGITS.contains(symbol) && state % 26 == value ? 16 * 26 : DEAD;
            }
            return (count + 1) * 26 + (state + (count % 2 == 0 ? ODD[value] : value) - count * 26) % 26;
        }

        @Override
        public boolean accepts(long state) {
            return state == 16 * 26;
        }

        @Override
        public boolean isSurelyOpen(long state) {
            // Every code has its last letter.
            return true;
        }
    };

    /** The two last digits of Brazil's CPF: two weighted sums modulo 11; eleven equal digits are none. */
    static final Check CPF = new Digits(11 * 11 * 10 * 2) {
        // The first sum, the second sum, the first digit, and whether a digit differs from it.
        @Override
        long digit(long count, long state, int digit) {
            long first = state / 220;
            long second = state / 20 % 11;
            long leading = count == 0 ? digit : state / 2 % 10;
            long differ = state % 2 == 1 || digit != leading ? 1 : 0;
            if (count < 9) {
                first = (first + (10 - count) * digit) % 11;
                second = (second + (11 - count) * digit) % 11;
            } else if (digit != checkDigit(count == 9 ? first : second) || (count == 10 && differ == 0)) {
                return DEAD;
            } else if (count == 9) {
                second = (second + 2L * digit) % 11;
            }
            return first * 220 + second * 20 + leading * 2 + differ;
        }

        @Override
        boolean accepts(long count, long state) {
            return count == 11;
        }

        @Override
        boolean isSurelyOpen(long count, long state) {
            // Every number has its two digits, and before the ninth another digit may still come.
            return count < 9 || state % 2 == 1;
        }
    };

    /** The last digit of Japan's individual number: a weighted sum modulo 11. */
    static final Check MY_NUMBER = new Digits(11) {
        @Override
        long digit(long count, long state, int digit) {
            if (count == 11) {
                return digit == checkDigit(state) ? 0 : DEAD;
            }
            long place = 11 - count;
            long weight = place <= 6 ? place + 1 : place - 5;
            return (state + weight * digit) % 11;
        }

        @Override
        boolean accepts(long count, long state) {
            return count == 12;
        }

        @Override
        boolean isSurelyOpen(long count, long state) {
            // Every number has its digit.
            return true;
        }
    };

    /** The digit that completes a sum to a multiple of 11, where 0 stands for ten as well. */
    private static long checkDigit(long sum) {
        return sum < 2 ? 0 : 11 - sum;
    }

    /** A check of digits alone. Its state is how many there were, times a number, and what else is remembered. */
    private abstract static class Digits implements Check {
        private final long remembered;

        /** A check that remembers a number below this one. */
        Digits(long remembered) {
            this.remembered = remembered;
        }

        /** What is remembered after a digit, or {@link #DEAD}. */
        abstract long digit(long count, long state, int digit);

        abstract boolean accepts(long count, long state);

        abstract boolean isSurelyOpen(long count, long state);

        @Override
        public final long step(long state, int symbol) {
            if (!SymbolSet.DIGITS.contains(symbol)) {
                return state;
            }
            long count = state / remembered;
            long next = digit(count, state % remembered, symbol - '0');
            return next == DEAD ? DEAD : (count + 1) * remembered + next;
        }

        @Override
        public final boolean accepts(long state) {
            return accepts(state / remembered, state % remembered);
        }

        @Override
        public final boolean isSurelyOpen(long state) {
            return isSurelyOpen(state / remembered, state % remembered);
        }
    }
}
