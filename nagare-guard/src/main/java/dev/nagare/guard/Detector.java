package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * The built-in detectors: addresses, numbers and keys, with the checks that they carry.
 *
 * <p>They see text normalised in width and digits only, without invisible characters. Each is bounded; what a key has
 * beyond its bound is swallowed with it.
 */
public enum Detector {
    /** An e-mail address of ASCII characters. */
    EMAIL("pii/email") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
            SymbolSet local = SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("._%+-"));
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "[A-Za-z0-9._%+-]{1,64}@(?:" + label + "\\.){1,4}[A-Za-z]{2,24}",
                    Check.NONE,
                    CompiledPattern.Edges.not(local, SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("-_")))));
        }
    },

    /** A telephone number with its country code, as in E.164: a plus sign and 7 to 15 digits. */
    PHONE_E164("pii/phone") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "\\+[1-9](?:[ .()" + DASHES + "]{0,2}\\d){6,14}",
                    Check.NONE,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC.or(SymbolSet.of('+')), SymbolSet.DIGITS)));
        }
    },

    /** A North American telephone number with separators. */
    PHONE_NANP("pii/phone") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String gap = "[ ." + DASHES + "]";
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "(?:1" + gap + ")?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}" + gap + ")[2-9]\\d{2}" + gap + "\\d{4}",
                    Check.NONE,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** A Japanese telephone number with hyphens or an area code in parentheses, or a mobile number without. */
    PHONE_JP("pii/phone") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String dash = "[" + DASHES + "]";
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "0\\d{1,4}" + dash + "\\d{1,4}" + dash + "\\d{3,4}|\\(0\\d{1,4}\\)\\d{1,4}" + dash
                            + "\\d{4}|0[5789]0\\d{8}",
                    Checks.TEN_OR_ELEVEN_DIGITS,
                    CompiledPattern.Edges.not(
                            SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("-+")),
                            SymbolSet.ALPHANUMERIC.or(SymbolSet.of('-')))));
        }
    },

    /** A payment card's number, 13 to 19 digits that satisfy Luhn's rule. */
    PAYMENT_CARD("pii/payment-card") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(rule, index, isHeld, "[2-6](?:[ " + DASHES + "]?\\d){12,18}", Checks.LUHN, NUMBER));
        }
    },

    /** An international bank account number of a known country's length, with its check digits. */
    IBAN("pii/iban") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,29}",
                    Checks.IBAN,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** An IPv4 address in dotted decimals. */
    IPV4("pii/ip-address") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String part = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
            SymbolSet around = SymbolSet.ALPHANUMERIC.or(SymbolSet.of('.'));
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    part + "(?:\\." + part + "){3}",
                    Check.NONE,
                    CompiledPattern.Edges.not(around, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** An IPv6 address, whole or shortened; a shortened one of at least three groups. */
    IPV6("pii/ip-address") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String group = "[0-9A-Fa-f]{1,4}";
            List<String> forms = new ArrayList<>();
            forms.add("(?:" + group + ":){7}" + group);
            for (int before = 1; before <= 6; before++) {
                int least = Math.max(1, 3 - before);
                forms.add("(?:" + group + ":){" + before + "}(?::" + group + "){" + least + ","
                        + Math.max(least, 7 - before) + "}");
            }
            SymbolSet around = SymbolSet.ALPHANUMERIC.or(SymbolSet.of(':'));
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    String.join("|", forms),
                    Check.NONE,
                    CompiledPattern.Edges.not(around, around)));
        }
    },

    /** A number of the UK's National Health Service. */
    UK_NHS("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(rule, index, isHeld, "\\d{3}[ -]\\d{3}[ -]\\d{4}|\\d{10}", Checks.NHS, NUMBER));
        }
    },

    /** Spain's national number, or that of a foreigner. */
    ES_DNI_NIE("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "(?:\\d{8}|[XYZxyz]-?\\d{7})-?[A-Za-z]",
                    Checks.DNI,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** France's number of registration, with its key. */
    FR_NIR("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "[1-478] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[ABab]) ?\\d{3} ?\\d{3} ?\\d{2}",
                    Checks.NIR,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** Italy's tax code. */
    IT_CODICE_FISCALE("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String digit = "[0-9LMNPQRSTUVlmnpqrstuv]";
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "[A-Za-z]{6}" + digit + "{2}[ABCDEHLMPRSTabcdehlmprst]" + digit + "{2}[A-Za-z]" + digit
                            + "{3}[A-Za-z]",
                    Checks.CODICE_FISCALE,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** Brazil's tax number of a person. */
    BR_CPF("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(pattern(
                    rule,
                    index,
                    isHeld,
                    "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}|\\d{11}",
                    Checks.CPF,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC)));
        }
    },

    /** Japan's individual number. */
    JP_MY_NUMBER("pii/national-id") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            return List.of(
                    pattern(rule, index, isHeld, "\\d{4}[ -]\\d{4}[ -]\\d{4}|\\d{12}", Checks.MY_NUMBER, NUMBER));
        }
    },

    /** A private key in PEM form: the BEGIN line is the match, and all is swallowed to the END line or for 16 KiB. */
    PRIVATE_KEY("secret/private-key") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String kind = " (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----";
            Regex end = RegexParser.parse(rule, "-----END" + kind, false, Folding.PLAIN);
            SymbolSet anything = SymbolSet.range(0, Character.MAX_CODE_POINT);
            return List.of(CompiledPattern.of(
                    rule,
                    index,
                    isHeld,
                    Folding.PLAIN,
                    RegexParser.parse(rule, "-----BEGIN" + kind, false, Folding.PLAIN),
                    Check.NONE,
                    CompiledPattern.Edges.ANY,
                    new CompiledPattern.Tail(anything, DfaBuilder.build(rule, end, List.of()))));
        }
    },

    /**
     * An API key of a usual form: OpenAI, Anthropic, AWS, GitHub, GitLab, Google, Slack, Stripe, Hugging Face, npm,
     * SendGrid.
     */
    API_KEY("secret/api-key") {
        @Override
        List<CompiledPattern> compile(String rule, int index, boolean isHeld) {
            String forms = String.join(
                    "|",
                    "sk-[A-Za-z0-9_-]{20}",
                    "(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}",
                    "gh[pousr]_[A-Za-z0-9]{36}",
                    "github_pat_[A-Za-z0-9_]{22}",
                    "glpat-[A-Za-z0-9_-]{20}",
                    "AIza[A-Za-z0-9_-]{35}",
                    "xox[abeprs]-[A-Za-z0-9-]{10}",
                    "[rs]k_(?:live|test)_[A-Za-z0-9]{16}",
                    "hf_[A-Za-z0-9]{30}",
                    "npm_[A-Za-z0-9]{36}",
                    "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{20}");
            return List.of(CompiledPattern.of(
                    rule,
                    index,
                    isHeld,
                    Folding.PLAIN,
                    RegexParser.parse(rule, forms, false, Folding.PLAIN),
                    Check.NONE,
                    CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.NONE),
                    new CompiledPattern.Tail(SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("_-")), null)));
        }
    };

    /** The hyphens and dashes that people write between digits, for use in a class. */
    private static final String DASHES = "\\u2010\\u2011\\u2012\\u2013\\u2212\\uFF70-";

    /** Nothing that would make it part of a longer number or word. */
    private static final CompiledPattern.Edges NUMBER =
            CompiledPattern.Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC);

    private final String category;

    Detector(String category) {
        this.category = category;
    }

    /** What a match counts as in a verdict, unless its rule says otherwise. */
    public String category() {
        return category;
    }

    abstract List<CompiledPattern> compile(String rule, int index, boolean isHeld);

    private static CompiledPattern pattern(
            String rule, int index, boolean isHeld, String regex, Check check, CompiledPattern.Edges edges) {
        return CompiledPattern.of(
                rule,
                index,
                isHeld,
                Folding.PLAIN,
                RegexParser.parse(rule, regex, false, Folding.PLAIN),
                check,
                edges,
                CompiledPattern.Tail.NONE);
    }
}
