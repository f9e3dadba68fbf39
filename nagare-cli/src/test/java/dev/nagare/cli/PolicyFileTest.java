package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.guard.Detector;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import dev.nagare.guard.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void aWholeFileMeansWhatTheBuildersSay() throws IOException {
        Files.writeString(folder.resolve("more.txt"), "\uFEFF# further ones\n\n nail bomb \r\npétard\n");
        Policy policy = policy("""
                name: house
                unknown-fields: pass
                invisible-run: 5
                rules:
                  - name: weapons
                    words: pipe bomb
                    words-file: more.txt
                  - name: stems
                    phrases: [grenad, 911]
                    match: word-start
                    action: redact
                    replacement: ''
                    category: house/weapons
                  - name: ticket
                    pattern: 'TCK-\\d{6}'
                    match: word
                    ignore-case: true
                    action: annotate
                  - name: seen
                    pattern: tr[ae]p
                    folded: true
                  - name: mail
                    detector: email
                    action: redact
                  - name: phone
                    detector: [phone-jp, phone-e164]
                    category: contact
                """);
        assertThat(problems).isEmpty();
        assertThat(policy.id())
                .isEqualTo(Policy.builder("house")
                        .unknownFields(UnknownFields.PASS)
                        .invisibleRun(5)
                        .rule(Rule.phrases("weapons", "pipe bomb", "nail bomb", "pétard"))
                        .rule(Rule.phrases("stems", "grenad", "911")
                                .wordStart()
                                .redact("")
                                .category("house/weapons"))
                        .rule(Rule.pattern("ticket", "TCK-\\d{6}")
                                .wholeWords()
                                .ignoreCase()
                                .annotate())
                        .rule(Rule.pattern("seen", "tr[ae]p").folded())
                        .rule(Rule.detector("mail", Detector.EMAIL).redact("[redacted]"))
                        .rule(Rule.detector("phone/phone-e164", Detector.PHONE_E164)
                                .category("contact"))
                        .rule(Rule.detector("phone/phone-jp", Detector.PHONE_JP).category("contact"))
                        .build()
                        .id());
    }

    @Test
    void aPolicyWithoutANameHasThatOfItsFile() throws IOException {
        assertThat(policy("rules: [{name: a, words: b}]").name()).isEqualTo("policy");
        Path odd = Files.writeString(folder.resolve("häuser 2.yml"), "rules: [{name: a, words: b}]");
        assertThat(Objects.requireNonNull(PolicyFile.read(PolicySource.of(odd.toString()), problems))
                        .policy()
                        .name())
                .isEqualTo("policy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            words: a                | a
            words: a, match: word   | a
            words: a, match: word-start | a ab
            words: a, match: anywhere   | a ab ba
            pattern: a              | a ab ba
            pattern: a, match: word | a
            """)
    void whereAMatchMayStand(String what, String found) throws IOException {
        Policy policy = policy("rules: [{name: r, " + what + "}]");
        assertThat(problems).isEmpty();
        String seen = List.of("a", "ab", "ba").stream()
                .filter(text -> !policy.find(text).isEmpty())
                .collect(Collectors.joining(" "));
        assertThat(seen).isEqualTo(found);
    }

    @Test
    void detectorsComeOneByOneAndInGroups() throws IOException {
        assertThat(policy("rules: [{name: d, detector: all}]").rules())
                .hasSize(Detector.values().length)
                .extracting(Rule::category)
                .containsExactlyElementsOf(
                        Arrays.stream(Detector.values()).map(Detector::category).toList());
        assertThat(policy("rules: [{name: d, detector: [secret, api-key]}]").rules())
                .extracting(Rule::name)
                .containsExactly("d/private-key", "d/api-key");
        assertThat(policy("rules: [{name: d, detector: pii}]").rules())
                .hasSize(Detector.values().length - 2)
                .allMatch(rule -> rule.category().startsWith("pii/"));
        for (Detector detector : Detector.values()) {
            assertThat(policy("rules: [{name: d, detector: " + DetectorNames.nameOf(detector) + "}]")
                            .rules())
                    .extracting(Rule::name, Rule::category)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("d", detector.category()));
        }
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rulez: []                                       | :1:1: there is no property of a policy 'rulez'; did you mean 'rules'? ~ :1:1: a policy needs 'rules', a list of them
            rules: []                                       | :1:8: a policy needs at least one rule
            rules: x                                        | :1:8: rules takes a list of rules, not a single value
            - a                                             | :1:1: a policy is a map with 'rules', not a list
            rules: [x]                                      | :1:9: a rule is a map with 'name' and what it looks for, not a single value
            rules: [{words: x}]                             | :1:9: a rule needs a 'name', by which it is reported
            rules: [{name: a}]                              | :1:9: a rule needs something to look for: 'words', 'words-file', 'pattern' or 'detector'
            rules: [{name: a, words: x, pattern: x}]        | :1:9: a rule looks for one kind of thing, not for both 'words' and 'pattern'; make it two rules
            rules: [{name: a, detector: email, pattern: x}] | :1:9: a rule looks for one kind of thing, not for both 'pattern' and 'detector'; make it two rules
            rules: [{name: a, patern: x}]                   | :1:19: there is no property of a rule 'patern'; did you mean 'pattern'?
            rules: [{name: a, ignoreCase: true, pattern: x}] | :1:19: there is no property of a rule 'ignoreCase'; did you mean 'ignore-case'?
            rules: [{name: a, name: b, words: x}]           | :1:19: 'name' is set twice, first at POLICY:1:10
            rules: [{name: a, words: x}, {name: a, words: y}] | :1:37: there is another rule 'a' at POLICY:1:16; give this one a name of its own
            rules: [{name: a/email, words: x}, {name: a, detector: [email, iban]}] | :1:56: there is another rule 'a/email' at POLICY:1:16; give this one a name of its own
            rules: [{name: a, words: x, action: delete}]    | :1:37: action takes block or redact or annotate, not 'delete'
            rules: [{name: a, words: x, match: words}]      | :1:36: match takes word or word-start or anywhere, not 'words'
            rules: [{name: a, words: x, replacement: y}]    | :1:29: 'replacement' is for 'action: redact'; leave it out
            rules: [{name: a, words: x, folded: true}]      | :1:29: 'folded' is for patterns: words always are; leave it out
            rules: [{name: a, words: x, ignore-case: true}] | :1:29: 'ignore-case' is for patterns: words are found whatever their case; leave it out
            rules: [{name: a, pattern: x, folded: yes}]     | :1:39: folded takes true or false, not 'yes'
            rules: [{name: a, detector: email, match: word}] | :1:36: 'match' is for words and patterns: a detector knows its own edges; leave it out
            rules: [{name: a, detector: e-mail}]            | :1:29: there is no detector 'e-mail'; did you mean 'email'?
            rules: [{name: a, detector: []}]                | :1:29: the list of detectors is empty; name one, or write 'all'
            rules: [{name: a, detector: {email: 1}}]        | :1:29: detector takes a name or a list of names, not a map
            rules: [{name: a, words: [x, null]}]            | :1:30: words takes a word or a list of words, not nothing; a word that means nothing in YAML, such as null, stands in quotes
            rules: [{name: a, words: [[x]]}]                | :1:27: words takes a word or a list of words, not a list
            rules: [{name: a, words: ['']}]                 | :1:27: words takes a word or a list of words, not a blank
            rules: [{name: a, words: []}]                   | :1:9: the rule has no words; write at least one
            rules: [{name: a, words-file: [x]}]             | :1:31: words-file takes the path of a text file with a phrase on each line, not a list
            rules: [{name: a, words: [fine, "\\u200B", x]}] | :1:33: rule 'a': the phrase '\u200B' has no visible character
            rules: [{name: "a\\tb", words: x}]              | :1:16: name takes a name of 1 to 64 letters, digits, spaces and . _ / -, not 'a?b'
            name: my policy                                 | :1:7: name takes 1 to 64 letters, digits, dots, dashes and underscores, not 'my policy' ~ :1:1: a policy needs 'rules', a list of them
            rules: [{name: a, pattern: [a-z]}]              | :1:28: pattern takes a pattern, best in single quotes, of at most 10000 characters, not a list
            rules: [{name: a, pattern: 'x\\d+'}]            | :1:28: rule 'a': at character 3 of the pattern: '\\d+' has no bound, so text could be held back without end; write \\d{1,N} with the longest N that you want to find
            rules: [{name: a, pattern: '(ab'}]              | :1:28: rule 'a': at character 3 of the pattern: a '(' is not closed
            rules: [{name: a, pattern: 'x?', action: annotate}] | :1:28: rule 'a': the pattern matches the empty text; make some part of it required
            unknown-fields: ignore                          | :1:17: unknown-fields takes drop or block or pass, not 'ignore' ~ :1:1: a policy needs 'rules', a list of them
            invisible-run: 10001                            | :1:16: invisible-run takes a whole number from 0 to 10000, not '10001' ~ :1:1: a policy needs 'rules', a list of them
            """)
    void whatIsWrongIsToldWithItsPlaceAndWhatToDo(String text, String expected) throws IOException {
        policyOrNull(text);
        String file = folder.resolve("policy.yaml").toString();
        assertThat(problems)
                .containsExactlyElementsOf(Arrays.stream(expected.split(" ~ "))
                        .map(problem -> file + problem.replace("POLICY", file))
                        .toList());
    }

    @Test
    void everyRuleThatTheGuardRefusesIsToldAtOnceWithWhatElseIsWrong() throws IOException {
        policyOrNull("""
                rules:
                  - name: one
                    pattern: a+
                    acton: block
                  - name: two
                    words: fine
                  - name: three
                    pattern: '[b'
                """);
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains(":4:5: ").contains("did you mean 'action'?");
        assertThat(problems.get(1)).contains(":8:14: rule 'three': ");
        problems.clear();
        policyOrNull("rules: [{name: one, pattern: a+}, {name: two, words: x}, {name: three, pattern: '[b'}]");
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains(":1:30: rule 'one': ").contains("a{1,N}");
        assertThat(problems.get(1)).contains(":1:81: rule 'three': ");
    }

    @Test
    void anUnknownDetectorFarFromAllGetsTheWholeList() throws IOException {
        policyOrNull("rules: [{name: a, detector: passport-number}]");
        assertThat(problems.getFirst()).contains("there are all, pii, secret, email, phone-e164", "api-key");
    }

    @Test
    void aFileOfWordsIsToldByItsLines() throws IOException {
        Path words = folder.resolve("words.txt");
        String rule = "rules: [{name: a, words-file: words.txt}]";
        policyOrNull(rule);
        Files.writeString(words, "# nothing\n\n");
        policyOrNull(rule);
        Files.writeString(words, "one\ntwo\n\u200B\u200B\nthree\n");
        policyOrNull(rule);
        Files.write(words, "one\ntwo\n\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        policyOrNull(rule);
        Files.writeString(words, "one\n" + "x".repeat(1_001) + "\n");
        policyOrNull(rule);
        String policy = folder.resolve("policy.yaml").toString();
        assertThat(problems)
                .containsExactly(
                        words + ": it cannot be read: there is no such file (words-file at " + policy + ":1:31)",
                        policy + ":1:9: the rule has no words; write at least one",
                        words + ":3: rule 'a': the phrase '\u200B\u200B' has no visible character",
                        words + ":3: it is not UTF-8 from here on (words-file at " + policy + ":1:31)",
                        words + ":2: rule 'a': the phrase '" + "x".repeat(80) + "…' has more than 1000 characters");
    }

    @Test
    void sizesAreBounded() throws IOException {
        policyOrNull("#".repeat((1 << 20) + 1));
        policyOrNull("rules: [" + "{name: a, words: b}, ".repeat(1_001) + "]");
        Files.writeString(folder.resolve("words.txt"), "ab\n".repeat(PhraseReader.MOST_PHRASES + 1));
        policyOrNull("rules: [{name: a, words-file: words.txt}]");
        Files.writeString(folder.resolve("words.txt"), ("x".repeat(999) + "\n").repeat(4_300));
        policyOrNull("rules: [{name: a, words-file: words.txt}]");
        Files.writeString(folder.resolve("words.txt"), "#".repeat((16 << 20) + 1));
        policyOrNull("rules: [{name: a, words-file: words.txt}]");
        policyOrNull("rules: [{name: a, pattern: " + "x".repeat(10_001) + "}]");
        assertThat(problems).hasSize(6);
        assertThat(problems.get(0)).endsWith(": it is larger than 1 MiB");
        assertThat(problems.get(1)).contains("at most 1000 rules, and this one 1001");
        assertThat(problems.get(2)).contains("words.txt:200001: a policy has at most 200000 phrases");
        assertThat(problems.get(3))
                .contains("words.txt:4199: a policy has at most 200000 phrases of 4194304 characters");
        assertThat(problems.get(4)).contains("words.txt: it is larger than 16 MiB");
        assertThat(problems.get(5)).contains("at most 10000 characters");
    }

    @Test
    void aliasesMultiplyNothingBeyondTheBounds() throws IOException {
        policyOrNull("rules: [{name: a, words: [&w " + "x".repeat(900) + "," + " *w,".repeat(200_000) + "]}]");
        assertThat(problems).hasSize(1).first().asString().contains("characters together, and this is beyond them");
        problems.clear();
        policyOrNull("rules: [{name: a, words: [&w [x]," + " *w,".repeat(200_000) + "]}]");
        assertThat(problems).hasSize(1).first().asString().contains("aliases");
        problems.clear();
        policyOrNull("rules: &r [{name: a, words: *r}]");
        assertThat(problems).hasSize(1).first().asString().contains("not a map");
        problems.clear();
        policyOrNull("rules: ["
                + IntStream.range(0, 300)
                        .mapToObj(i -> "{name: n" + i + ", words: &w" + i + " x, match: *w" + i + "}")
                        .collect(Collectors.joining(","))
                + "]");
        assertThat(problems).hasSize(Problems.MOST + 1);
        assertThat(problems.getLast()).endsWith("there is more that is wrong; only the first 50 are shown");
    }

    @Test
    void whatManyAliasesLeadToIsToldOnce() throws IOException {
        policyOrNull("""
                rules:
                  - name: one
                    words: &w [[x], fine, '']
                  - name: two
                    words: *w
                  - &three
                    name: three
                    detector: passport
                  - *three
                  - name: four
                    detector: &d [phone, email]
                  - name: five
                    detector: *d
                """);
        String file = folder.resolve("policy.yaml").toString();
        assertThat(problems).doesNotHaveDuplicates().hasSize(4);
        assertThat(problems.get(0)).startsWith(file + ":3:16: words takes a word or a list of words, not a list");
        assertThat(problems.get(1)).startsWith(file + ":3:27: words takes a word or a list of words, not a blank");
        assertThat(problems.get(2)).startsWith(file + ":8:15: there is no detector 'passport'");
        assertThat(problems.get(3)).startsWith(file + ":11:19: there is no detector 'phone'");
    }

    @Test
    void aListOfWordsThatSeveralRulesShareIsTheWordsOfEach() throws IOException {
        Policy policy = policy("rules: [{name: a, words: &w [x, y]}, {name: b, words: *w, match: anywhere}]");
        assertThat(policy.rules()).extracting(Rule::name).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "? ", "{a: ", "a: [", "[{a: "})
    void whatIsNestedTooDeeplyIsToldByItsLine(String level) throws IOException {
        policyOrNull("name: deep\nrules:\n  " + level.repeat(5_000));
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .startsWith(folder.resolve("policy.yaml") + ":3:")
                .endsWith(": lists and maps stand within each other more than 32 deep");
    }

    @Test
    void whatIsWrongDeepInsideIsStillTold() throws IOException {
        policyOrNull("rules: " + "[".repeat(30) + "]".repeat(30));
        assertThat(problems).hasSize(1).first().asString().contains(":1:9: a rule is a map");
    }

    @Test
    void tooManyAliasesAreToldByTheirLine() throws IOException {
        policyOrNull("rules:\n - name: a\n   words: [&w [x]" + ", *w".repeat(60) + "]");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .startsWith(folder.resolve("policy.yaml") + ":3:")
                .contains("aliases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules: [", "rules: 'x", "a: b: c", "rules: *nowhere", "%YAML 9.9\n---\na: b"})
    void whatIsNoYamlIsToldOnOneLineWithoutATrace(String text) throws IOException {
        policyOrNull(text + "\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .startsWith(folder.resolve("policy.yaml").toString())
                .doesNotContain("\n", "Exception");
    }

    @Test
    void aBackslashInDoubleQuotesIsExplained() throws IOException {
        policyOrNull("rules: [{name: a, pattern: \"\\d{3}\"}]");
        assertThat(problems)
                .hasSize(1)
                .first()
                .asString()
                .contains(":1:30: ")
                .contains("in single quotes it is a backslash");
    }

    @Test
    void anEmptyFileIsToldWhatToWrite() throws IOException {
        policyOrNull("# nothing yet\n");
        assertThat(problems).hasSize(1).first().asString().endsWith("write 'rules:' and a list of rules");
    }

    @Test
    void whatIsNoFileAndNoNameIsToldTheNearestName() {
        for (String text : List.of("pi", "nothing.yaml")) {
            assertThat(PolicyFile.read(PolicySource.of(text), problems)).isNull();
        }
        assertThat(problems)
                .containsExactly(
                        "pi: there is no such file, and no policy of this name comes with nagare: did you mean 'pii'?",
                        "nothing.yaml: there is no such file, and no policy of this name comes with nagare: pii and words do");
    }

    @Test
    void aHundredThousandPhrasesAreReadAndFound() throws IOException {
        Files.writeString(
                folder.resolve("words.txt"),
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "phrase number " + Integer.toString(i, 36))
                        .collect(Collectors.joining("\n")));
        Policy policy = policy("rules: [{name: many, words-file: words.txt, action: redact, replacement: x}]");
        assertThat(problems).isEmpty();
        GuardSession session = policy.newSession();
        String shown = session.accept("Take phrase number " + Integer.toString(99_999, 36) + " now.")
                        .text()
                + session.finish().text();
        assertThat(shown).isEqualTo("Take x now.");
    }

    private Policy policy(String text) throws IOException {
        WrittenPolicy policy = policyOrNull(text);
        assertThat(problems).isEmpty();
        return Objects.requireNonNull(policy).policy();
    }

    @org.jspecify.annotations.Nullable
    private WrittenPolicy policyOrNull(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), text);
        return PolicyFile.read(PolicySource.of(file.toString()), problems);
    }
}
