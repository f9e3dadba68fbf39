package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.guard.GuardEvent;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The policies that come with the command on 500 paragraphs, English and Japanese, of which none has anything to find:
 * numbers, dates, prices, versions, code, names. What they find all the same is listed in docs/moderation.md.
 */
class CleanTextTest {
    private static final List<String> CORPORA = List.of("clean-english.txt", "clean-japanese.txt");
    private static final long SEED = 1;

    /** The characters out of which continuations are made, the likeliest end of a match first. */
    private static final String ALPHABET =
            "@.com0123456789:-+() abdefghijklnpqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u306F\u6B21\u306E\u3068\u304A\u308A"
                    + "\u30D1\u30B9\u30EF\u30FC\u30C9\u793E\u5916\u79D8\u90E8_";

    private static final int LONGEST_CONTINUATION = 400;

    private static Policy policy(String name) {
        return PolicyFile.require(PolicySource.of(name)).policy();
    }

    private static List<String> lines(String corpus) {
        try (InputStream in = Objects.requireNonNull(CleanTextTest.class.getResourceAsStream(corpus))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> allLines() {
        return CORPORA.stream().flatMap(corpus -> lines(corpus).stream());
    }

    /** A text in pieces of two to seven chars. */
    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 2 + random.nextInt(6));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    static Stream<Arguments> policiesAndCorpora() {
        return PolicySource.SHIPPED.stream()
                .flatMap(policy -> CORPORA.stream().map(corpus -> Arguments.of(policy, corpus)));
    }

    @ParameterizedTest
    @MethodSource("policiesAndCorpora")
    void nothingIsFound(String name, String corpus) {
        Policy policy = policy(name);
        List<String> hits = new ArrayList<>();
        List<String> lines = lines(corpus);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(200);
        for (String line : lines) {
            for (GuardEvent event : policy.find(line)) {
                hits.add(event.rule() + ": " + line.substring((int) event.start(), (int) event.end()));
            }
        }
        assertThat(hits).isEmpty();
    }

    /** What a policy cannot tell from what it is for; each kind of it is listed in docs/moderation.md. */
    @Test
    void whatLooksLikeAMatchIsOne() {
        for (String line : lines("look-alikes.txt")) {
            String[] parts = line.split("\\|", -1);
            List<GuardEvent> events = policy(parts[0]).find(parts[2]);
            assertThat(events)
                    .as(line)
                    .singleElement()
                    .satisfies(event -> assertThat(event.rule().replaceFirst("/.*", "") + "|"
                                    + parts[2].substring((int) event.start(), (int) event.end()))
                            .isEqualTo(parts[1] + "|" + parts[3]));
        }
    }

    /** Numbers that mean nothing, by how many digits they have: how many of a hundred look like a card or an identity. */
    @ParameterizedTest
    @CsvSource({"9,0,0.1", "10,3.3,4.5", "11,1.0,2.2", "12,8,10", "13,4.4,5.6", "14,4.4,5.6", "15,4.8,6.6", "16,4.4,5.6"
    })
    void numbersByChance(int digits, double least, double most) {
        Policy policy = policy("pii");
        Random random = new Random(SEED);
        int found = 0;
        int tries = 10_000;
        for (int i = 0; i < tries; i++) {
            StringBuilder number = new StringBuilder();
            for (int digit = 0; digit < digits; digit++) {
                number.append((char) ('0' + random.nextInt(10)));
            }
            found += policy.find(number).isEmpty() ? 0 : 1;
        }
        assertThat(100.0 * found / tries).isBetween(least, most);
    }

    @ParameterizedTest
    @MethodSource("policiesAndCorpora")
    void whatIsShownIsTheSameToTheLastByte(String name, String corpus) {
        Policy policy = policy(name);
        Random random = new Random(SEED);
        for (String line : lines(corpus)) {
            for (int i = 0; i < 3; i++) {
                List<String> pieces = i == 0 ? List.of(line) : pieces(line, random);
                GuardSession session = policy.newSession();
                StringBuilder shown = new StringBuilder();
                pieces.forEach(piece -> shown.append(session.accept(piece).text()));
                shown.append(session.finish().text());
                assertThat(shown.toString()).as("%s", pieces).isEqualTo(line);
            }
        }
    }

    /** Of all paragraphs, those whose first text comes with the first piece, with the second, later. */
    @ParameterizedTest
    @CsvSource({"pii,350,136,14", "words,493,6,1"})
    void theFirstTextComesAsSoonAsItMay(String name, int atOnce, int onePieceLater, int later) {
        Policy policy = policy(name);
        Random random = new Random(SEED);
        int[] delays = new int[3];
        Set<String> held = new HashSet<>();
        for (String line : allLines().toList()) {
            List<String> pieces = pieces(line, random);
            GuardSession session = policy.newSession();
            int delay = 0;
            StringBuilder fed = new StringBuilder();
            for (String piece : pieces) {
                fed.append(piece);
                if (!session.accept(piece).text().isEmpty()) {
                    break;
                }
                delay++;
                held.add(fed.toString());
            }
            delays[Math.min(delay, 2)]++;
        }
        assertThat(held)
                .allSatisfy(text -> assertThat(hasMatchAtTheBeginning(policy, text))
                        .as("'%s' need not be held", text)
                        .isTrue());
        assertThat(delays).containsExactly(atOnce, onePieceLater, later);
    }

    @Test
    void withWordsNineteenTwentiethsOfTheStreamsAreNotDelayed() {
        Policy policy = policy("words");
        Random random = new Random(SEED);
        List<String> lines = allLines().toList();
        long notDelayed = lines.stream()
                .filter(line -> !policy.newSession()
                        .accept(pieces(line, random).get(0))
                        .text()
                        .isEmpty())
                .count();
        assertThat(notDelayed).isGreaterThanOrEqualTo(lines.size() * 95L / 100);
    }

    /**
     * Whether some continuation makes the first character of a text part of a match. It is looked for character by
     * character, among those after which the guard still lets nothing go, and judged as a whole text.
     */
    private static boolean hasMatchAtTheBeginning(Policy policy, String text) {
        String longer = text;
        for (int i = 0; i < LONGEST_CONTINUATION; i++) {
            if (policy.find(longer).stream().anyMatch(event -> event.start() == 0)) {
                return true;
            }
            String next = null;
            for (int c = 0; c < ALPHABET.length() && next == null; c++) {
                String candidate = longer + ALPHABET.charAt(c);
                GuardSession session = policy.newSession();
                boolean isHeld = session.accept(candidate).text().isEmpty() && !session.isBlocked();
                if (isHeld || policy.find(candidate).stream().anyMatch(event -> event.start() == 0)) {
                    next = candidate;
                }
            }
            if (next == null) {
                return false;
            }
            longer = next;
        }
        return false;
    }
}
