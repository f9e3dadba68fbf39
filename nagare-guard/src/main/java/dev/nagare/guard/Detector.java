package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * The built-in detectors: addresses, numbers and keys, with the checks that they carry.
 *
 * <p>They see text normalised in width, spaces and digits only, without invisible characters. Each is bounded; what a key has
 * beyond its bound is swallowed with it.
 */
public enum Detector {
    /** An e-mail address of ASCII characters. */
    EMAIL("pii/email") {
        @Override
        Form form() {
            String label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
            SymbolSet local = SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("._%+-"));
            return Form.of("[A-Za-z0-9._%+-]{1,64}@(?:" + label + "\\.){1,4}[A-Za-z]{2,24}")
                    .between(local, SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("-_")));
        }
    },

    /** A telephone number with its country code, as in E.164: a plus sign and 7 to 15 digits. */
    PHONE_E164("pii/phone") {
        @Override
        Form form() {
            return Form.of("\\+[1-9](?:[ .()" + DASHES + "]{0,2}\\d){6,14}")
                    .between(SymbolSet.ALPHANUMERIC.or(SymbolSet.of('+')), SymbolSet.DIGITS);
        }
    },

    /** A North American telephone number with separators. */
    PHONE_NANP("pii/phone") {
        @Override
        Form form() {
            String gap = "[ ." + DASHES + "]";
            return Form.of(
                    "(?:1" + gap + ")?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}" + gap + ")[2-9]\\d{2}" + gap + "\\d{4}");
        }
    },

    /** A Japanese telephone number with hyphens or an area code in parentheses, or a mobile number without. */
    PHONE_JP("pii/phone") {
        @Override
        Form form() {
            String dash = "[" + DASHES + "]";
            List<String> forms = new ArrayList<>();
            forms.add("0[5789]0\\d{8}");
            for (int area = 1; area <= 4; area++) {
                for (int exchange = 1; exchange <= 4; exchange++) {
                    for (int line = 3; line <= 4; line++) {
                        int digits = 1 + area + exchange + line;
                        if (digits == 10 || digits == 11) {
                            String rest = "\\d{" + exchange + "}" + dash + "\\d{" + line + "}";
                            forms.add("0\\d{" + area + "}" + dash + rest);
                            if (line == 4) {
                                forms.add("\\(0\\d{" + area + "}\\)" + rest);
                            }
                        }
                    }
                }
            }
            return Form.of(String.join("|", forms))
                    .between(
                            SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("-+")),
                            SymbolSet.ALPHANUMERIC.or(SymbolSet.of('-')));
        }
    },

    /** A payment card's number, 13 to 19 digits that satisfy Luhn's rule. */
    PAYMENT_CARD("pii/payment-card") {
        @Override
        Form form() {
            return Form.of("[2-6](?:[ " + DASHES + "]?\\d){12,18}").number(Checks.LUHN);
        }
    },

    /** An international bank account number of a known country's length, with its check digits. */
    IBAN("pii/iban") {
        @Override
        Form form() {
            return Form.of("[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,29}").check(new IbanCheck());
        }
    },

    /** An IPv4 address in dotted decimals. */
    IPV4("pii/ip-address") {
        @Override
        Form form() {
            String part = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
            return Form.of(part + "(?:\\." + part + "){3}")
                    .between(SymbolSet.ALPHANUMERIC.or(SymbolSet.of('.')), SymbolSet.ALPHANUMERIC);
        }
    },

    /** An IPv6 address, whole or shortened; a shortened one of at least three groups. */
    IPV6("pii/ip-address") {
        @Override
        Form form() {
            String group = "[0-9A-Fa-f]{1,4}";
            List<String> forms = new ArrayList<>();
            forms.add("(?:" + group + ":){7}" + group);
            for (int before = 1; before <= 6; before++) {
                int least = Math.max(1, 3 - before);
                forms.add("(?:" + group + ":){" + before + "}(?::" + group + "){" + least + ","
                        + Math.max(least, 7 - before) + "}");
            }
            SymbolSet around = SymbolSet.ALPHANUMERIC.or(SymbolSet.of(':'));
            return Form.of(String.join("|", forms)).between(around, around);
        }
    },

    /**
     * A number of the UK's National Health Service, in three groups; or in one, where it begins as the numbers do that
     * have been given out: a date in Scotland, 32 to 39 in Northern Ireland, 4, 6 and 7 elsewhere. A time in seconds does not.
     */
    UK_NHS("pii/national-id") {
        @Override
        Form form() {
            String date = "(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{6}";
            return Form.of("\\d{3}[ -]\\d{3}[ -]\\d{4}|[467]\\d{9}|3[2-9]\\d{8}|" + date)
                    .number(Checks.NHS);
        }
    },

    /** Spain's national number, or that of a foreigner. */
    ES_DNI_NIE("pii/national-id") {
        @Override
        Form form() {
            return Form.of("(?:\\d{8}|[XYZxyz]-?\\d{7})-?[A-Za-z]").check(Checks.DNI);
        }
    },

    /** France's number of registration, with its key. */
    FR_NIR("pii/national-id") {
        @Override
        Form form() {
            return Form.of("[1-478] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[ABab]) ?\\d{3} ?\\d{3} ?\\d{2}")
                    .number(Checks.NIR);
        }
    },

    /** Italy's tax code. */
    IT_CODICE_FISCALE("pii/national-id") {
        @Override
        Form form() {
            String digit = "[0-9LMNPQRSTUVlmnpqrstuv]";
            return Form.of("[A-Za-z]{6}" + digit + "{2}[ABCDEHLMPRSTabcdehlmprst]" + digit + "{2}[A-Za-z]" + digit
                            + "{3}[A-Za-z]")
                    .check(Checks.CODICE_FISCALE);
        }
    },

    /** Brazil's tax number of a person. */
    BR_CPF("pii/national-id") {
        @Override
        Form form() {
            return Form.of("\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}|\\d{11}").number(Checks.CPF);
        }
    },

    /** Japan's individual number. */
    JP_MY_NUMBER("pii/national-id") {
        @Override
        Form form() {
            return Form.of("\\d{4}[ -]\\d{4}[ -]\\d{4}|\\d{12}").number(Checks.MY_NUMBER);
        }
    },

    /** A private key in PEM form: the BEGIN line is the match, and all is swallowed to the END line or for 16 KiB. */
    PRIVATE_KEY("secret/private-key") {
        @Override
        Form form() {
            String kind = " (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----";
            return Form.of("-----BEGIN" + kind)
                    .between(SymbolSet.NONE, SymbolSet.NONE)
                    .swallow(SymbolSet.range(0, Character.MAX_CODE_POINT), "-----END" + kind);
        }
    },

    /**
     * An API key of a usual form: OpenAI, Anthropic, AWS, GitHub, GitLab, Google, Slack, Stripe, Hugging Face, npm,
     * SendGrid.
     */
    API_KEY("secret/api-key") {
        @Override
        Form form() {
            return Form.of(String.join(
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
                            "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{20}"))
                    .between(SymbolSet.ALPHANUMERIC, SymbolSet.NONE)
                    .swallow(SymbolSet.ALPHANUMERIC.or(SymbolSet.anyOf("_-")), "");
        }
    };

    /** The hyphens and dashes that people write between digits, for use in a class. */
    private static final String DASHES = "\\u2010\\u2011\\u2012\\u2013\\u2212\\uFF70-";

    private final String category;

    Detector(String category) {
        this.category = category;
    }

    /** What a match counts as in a verdict, unless its rule says otherwise. */
    public String category() {
        return category;
    }

    abstract Form form();

    CompiledPattern compile(String rule, int index, boolean isHeld, PolicyWork work) {
        Form form = form();
        CompiledPattern.Tail tail = CompiledPattern.Tail.NONE;
        if (!form.swallowed().isEmpty()) {
            Dfa until = form.until().isEmpty()
                    ? null
                    : DfaBuilder.build(
                            rule, RegexParser.parse(rule, form.until(), false, Folding.PLAIN, work), List.of(), work);
            tail = new CompiledPattern.Tail(form.swallowed(), until);
        }
        Regex regex = RegexParser.parse(rule, form.regex(), false, Folding.PLAIN, work);
        return CompiledPattern.of(rule, index, isHeld, Folding.PLAIN, regex, form.check(), form.edges(), tail, work);
    }

    /**
     * What a detector looks for.
     *
     * @param regex how a match is written
     * @param check what its characters must satisfy besides
     * @param edges what may stand before and after it
     * @param swallowed what is swallowed after it
     * @param until how what ends the swallowed text is written; empty when the first other character ends it
     */
    record Form(String regex, Check check, Edges edges, SymbolSet swallowed, String until) {
        private static final Edges WORD = Edges.not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC);

        /** A match that is not part of a longer number or word. */
        static Form of(String regex) {
            return new Form(regex, Check.NONE, WORD, SymbolSet.NONE, "");
        }

        Form check(Check what) {
            return new Form(regex, what, edges, swallowed, until);
        }

        /** A number whose first digit does not stand right after a digit and a point, as in a decimal fraction. */
        Form number(Check what) {
            return new Form(regex, what, Edges.ofNumber(), swallowed, until);
        }

        Form between(SymbolSet notBefore, SymbolSet notAfter) {
            return new Form(regex, check, Edges.not(notBefore, notAfter), swallowed, until);
        }

        Form swallow(SymbolSet what, String toWhere) {
            return new Form(regex, check, edges, what, toWhere);
        }
    }
}
