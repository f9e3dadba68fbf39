package dev.nagare.guard;

/** The two check digits and the country's length of an IBAN (ISO 13616 and ISO 7064, MOD 97-10). */
final class IbanCheck implements Check {
    private static final String LENGTHS = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28"
            + " CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
            + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19"
            + " MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24"
            + " SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static final int LETTERS = 26;

    /** The length by {@link #country}; 0 where there is none. */
    private static final byte[] LENGTH = new byte[LETTERS * LETTERS];

    /** Which letters begin a country. */
    private static final boolean[] BEGINS = new boolean[LETTERS];

    static {
        for (String each : LENGTHS.split(" ", -1)) {
            LENGTH[country(each.charAt(0), each.charAt(1))] = Byte.parseByte(each.substring(2));
            BEGINS[each.charAt(0) - 'A'] = true;
        }
    }

    private static int country(int first, int second) {
        return (first - 'A') * LETTERS + second - 'A';
    }

    // State: symbols so far, the country's length, the first four symbols modulo 97, the others modulo 97.
    @Override
    public long step(long state, int symbol) {
        if (!SymbolSet.ALPHANUMERIC.contains(symbol)) {
            return state;
        }
        long count = state / 100_000_000;
        long length = state / 1_000_000 % 100;
        long head = state / 1_000 % 1_000;
        long rest = state % 1_000;
        int letter = Character.toUpperCase(symbol);
        if (count == 0) {
            // The country's first letter is kept whole until the second comes.
            return BEGINS[letter - 'A'] ? 100_000_000 + (letter - 'A') * 1_000L : DEAD;
        }
        if (count == 1) {
            int country = (int) head * LETTERS + letter - 'A';
            length = LENGTH[country];
            if (length == 0) {
                return DEAD;
            }
            head = ((head + 10) * 100 + letter - 'A' + 10) % 97;
        } else if (count < 4) {
            head = (head * 10 + symbol - '0') % 97;
        } else {
            rest = (SymbolSet.DIGITS.contains(symbol) ? rest * 10 + symbol - '0' : rest * 100 + letter - 'A' + 10) % 97;
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
        // The first letter is one that a country begins with; and two free digits at the end come to every remainder.
        return state / 100_000_000 == 1 || state / 1_000_000 % 100 - state / 100_000_000 >= 2;
    }
}
