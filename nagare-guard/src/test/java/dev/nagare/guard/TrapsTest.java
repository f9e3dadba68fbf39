package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way in which a guard of this kind has been seen to go wrong; each test fails when its mistake is made again. */
class TrapsTest {
    private static Rule anywhere(String text) {
        return Rule.phrases(text, text).anywhere();
    }

    private static Policy policy(Rule... rules) {
        Policy.Builder builder = Policy.builder("traps");
        for (Rule rule : rules) {
            builder.rule(rule);
        }
        return builder.build();
    }

    @Test
    void aBlockCutsAtTheEarliestUnfinishedMatchAndNotAtTheStartOfTheFinishedOne() {
        Policy policy = policy(anywhere("abab").block(), anywhere("ba").block());
        assertThat(Pieces.feed(policy.newSession(), List.of("x", "a", "b", "a")))
                .isEqualTo("x");
        assertThat(Pieces.feed(policy.newSession(), List.of("xaba"))).isEqualTo("x");
    }

    @Test
    void severalFinishedMatchesMayWaitInsideOneUnfinished() {
        Policy policy = policy(
                anywhere("b").redact("1"),
                anywhere("d").redact("2"),
                anywhere("abcdef").redact("3"));
        GuardSession session = policy.newSession();
        assertThat(session.accept("abcde").text()).isEmpty();
        assertThat(session.accept("x").text()).isEqualTo("a1c2ex");
        assertThat(Pieces.feed(policy.newSession(), List.of("abcdef"))).isEqualTo("3");
    }

    @Test
    void matchesThatOnlyTouchStayTwo() {
        Policy policy = policy(anywhere("ab").redact("*"));
        for (List<String> pieces : Pieces.everyCut("ababab")) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("***");
        }
    }

    @Test
    void matchesThatShareACharacterBecomeOne() {
        Policy policy = policy(anywhere("aba").redact("*"));
        for (List<String> pieces : Pieces.everyCut("ababa")) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("*");
        }
    }

    @Test
    void theLongestOfTheMatchesThatBeginTogetherNamesTheReplacementWhicheverIsFoundFirst() {
        Policy policy = policy(
                Rule.pattern("late", "ab(?:cdex)?").redact("1"),
                anywhere("abcd").redact("2"),
                anywhere("abc").redact("3"));
        for (List<String> pieces : Pieces.everyCut("abcde")) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("2e");
        }
    }

    @Test
    void aReplacementThatHasBeenShownIsNotShownAgain() {
        Policy policy = policy(anywhere("aba").redact("*"));
        GuardSession session = policy.newSession();
        assertThat(session.accept("aba").text()).isEqualTo("*");
        assertThat(session.accept("ba").text()).isEmpty();
        assertThat(session.accept("c").text()).isEqualTo("c");
    }

    @Test
    void aHighSurrogateWaitsForItsOtherHalf() {
        Policy policy = policy(anywhere("x").block());
        GuardSession session = policy.newSession();
        assertThat(session.accept("a\uD83D").text()).isEqualTo("a");
        assertThat(session.accept("\uDE00b").text()).isEqualTo("\uD83D\uDE00b");
        GuardSession lone = policy.newSession();
        assertThat(lone.accept("a\uD83D").text()).isEqualTo("a");
        assertThat(lone.accept("b").text()).isEqualTo("\uD83Db");
        GuardSession last = policy.newSession();
        last.accept("\uD83D");
        assertThat(last.finish().text()).isEqualTo("\uD83D");
    }

    @Test
    void aCharacterBeyondTheBasicPlaneIsMatchedAcrossAnyCut() {
        Policy policy = policy(Rule.phrases("math", "bomb").block());
        for (List<String> pieces : Pieces.everyCut("a \uD835\uDC1B\uD835\uDC28\uD835\uDC26\uD835\uDC1B z")) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("a ");
        }
    }

    @Test
    void invisibleCharactersBelongToWhatIsHeldOnlyAfterItsBeginning() {
        Policy policy = policy(anywhere("ab").redact(""));
        GuardSession session = policy.newSession();
        assertThat(session.accept("\u200B\u200Ba\u200B").text()).isEqualTo("\u200B\u200B");
        assertThat(session.held()).isEqualTo(2);
        assertThat(session.accept("c").text()).isEqualTo("a\u200Bc");
        assertThat(session.accept("\u200B").text()).isEqualTo("\u200B");
    }

    @Test
    void theEndOfAWordNeedsTheNextCharacterOrTheEnd() {
        Policy policy = policy(Rule.phrases("word", "bomb").block());
        assertThat(Pieces.feed(policy.newSession(), List.of("a bomb", "ay z"))).isEqualTo("a bombay z");
        assertThat(Pieces.feed(policy.newSession(), List.of("a bomb", " z"))).isEqualTo("a ");
        assertThat(Pieces.feed(policy.newSession(), List.of("a bomb"))).isEqualTo("a ");
        assertThat(Pieces.feed(policy.newSession(), List.of("a bomb", "\u200B", "ay")))
                .isEqualTo("a bomb\u200Bay");
        assertThat(Pieces.feed(policy.newSession(), List.of("carbomb "))).isEqualTo("carbomb ");
    }

    @Test
    void numbersWithAChecksumKeepEveryBeginning() {
        // The longer number that begins first fails its check; the one that begins later does not.
        Policy policy = policy(Rule.detector("card", Detector.PAYMENT_CARD).redact("#"));
        assertThat(Pieces.feed(policy.newSession(), List.of("5 4111111111111111.")))
                .isEqualTo("5 #.");
    }

    @Test
    void phrasesAreFoldedAsTheTextIs() {
        Policy policy = policy(Rule.phrases("word", "Ｂóмb").block());
        assertThat(Pieces.feed(policy.newSession(), List.of("a bomb"))).isEqualTo("a ");
    }

    @Test
    void aMatchEndsWhereALetterEndsHoweverItIsWritten() {
        Policy policy = policy(
                anywhere("か").redact("1"),
                anywhere("하").redact("2"),
                anywhere("が").redact("3"));
        for (String text : List.of("xか하が한なx", "xか\u1112\u1161か\u3099\u1112\u1161\u11ABなx", "xか\uD558か゛하\u11ABなx")) {
            String kept = text.substring(text.lastIndexOf('x') - 2).startsWith("한")
                    ? "한"
                    : text.contains("\u1112") ? "\u1112\u1161\u11AB" : "하\u11AB";
            for (List<String> pieces : Pieces.everyCut(text)) {
                assertThat(Pieces.feed(policy.newSession(), pieces))
                        .as("%s", pieces)
                        .isEqualTo("x123" + kept + "なx");
            }
        }
    }

    @Test
    void aLetterThatMayGoOnIsHeldUntilTheNext() {
        GuardSession session = policy(anywhere("ばか").block()).newSession();
        assertThat(session.accept("xばか").text()).isEqualTo("x");
        assertThat(session.accept("\u3099").text()).isEqualTo("ばか\u3099");
        assertThat(session.accept("ばか").text()).isEmpty();
        session.accept("!");
        assertThat(session.isBlocked()).isTrue();
        GuardSession last = policy(anywhere("ばか").block()).newSession();
        last.accept("ばか");
        last.finish();
        assertThat(last.isBlocked()).isTrue();
    }

    @Test
    void aFoldedPatternEndsWhereALetterEnds() {
        Policy policy = policy(
                Rule.pattern("p", "[あ-ん]か|バグ").folded().redact("*"),
                Rule.pattern("w", "バ[カ-ケ]").folded().wholeWords().redact("+"),
                Rule.pattern("h", "[가-힣]{2}요").folded().redact("#"));
        for (List<String> pieces : Pieces.everyCut("がが ばか バク ﾊﾞｸﾞル ばが バガ バカル バギ 해세요 세\u1112\u1161\u11AB요.")) {
            assertThat(Pieces.feed(policy.newSession(), pieces))
                    .as("%s", pieces)
                    .isEqualTo("がが * + *ル ばが + バカル + # #.");
        }
    }

    @Test
    void aMarkOfKanaIsOfTheWordThatItsLetterIsOf() {
        for (Rule rule : List.of(
                Rule.phrases("p", "まで"), Rule.pattern("p", "まで").folded().wholeWords())) {
            GuardSession session = policy(rule.block()).newSession();
            assertThat(session.accept("今まで").text()).isEqualTo("今");
            assertThat(session.isBlocked()).isTrue();
        }
        for (Rule rule : List.of(
                Rule.phrases("p", "バグ"), Rule.pattern("p", "バグ").folded().wholeWords())) {
            Policy policy = policy(rule.redact("*"));
            for (String text : List.of("がバグまでバグダ", "がハ\u3099ク\u3099まて\u3099ハ\u3099ク\u3099タ\u3099")) {
                assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1)))
                        .isEqualTo(text.replaceFirst("バグ|ハ\u3099ク\u3099", "*"));
            }
        }
    }

    @Test
    void aMatchInsideOneCharacterCoversAllOfItAndSplitsNoPair() {
        Policy policy = policy(anywhere("ark").redact("*"), anywhere("f").redact("+"));
        // A sequence of three letters in one character, a ligature, and a letter of two chars with its stroke and
        // marks.
        for (List<String> pieces : Pieces.everyCut("x\u33C2p ﬁ 𝖆𝖗\u0301𝖐\u0302𝖆 \u2090\u1D63\u2096\uD835\uDD23")) {
            String shown = Pieces.feed(policy.newSession(), pieces);
            assertThat(shown).as("%s", pieces).isEqualTo("x\u33C2p + *\u0302𝖆 *+");
        }
    }

    @Test
    void controlsInsideAWordAreInvisible() {
        Policy policy = policy(
                Rule.phrases("word", "bad thing").block(),
                Rule.detector("mail", Detector.EMAIL).redact("#"));
        for (String text :
                List.of("a b\u0001ad thing", "a b\u2800ad\u0085t\u001Bhing", "a \u0000bad t\u0008hi\u009Fng")) {
            assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1)))
                    .startsWith("a ")
                    .hasSizeLessThanOrEqualTo(3);
        }
        assertThat(Pieces.feed(policy.newSession(), List.of("to ja\u0002ne@b\u0003.org")))
                .isEqualTo("to #");
    }

    @Test
    void theCertificateBoundsLettersThatComeInParts() {
        Policy policy = policy(anywhere("한국어").block());
        String parts = java.text.Normalizer.normalize("한국", java.text.Normalizer.Form.NFD) + "\u110B";
        GuardSession session = policy.newSession();
        assertThat(session.accept("x" + parts).text()).isEqualTo("x");
        assertThat(session.held()).isEqualTo(7);
        assertThat(policy.certificate().maxCharacters()).isEqualTo(8);
        assertThat(session.accept("\u1165").text()).isEmpty();
        assertThat(session.held()).isEqualTo(8);
        assertThat(session.accept("\u11AB").text()).isEqualTo(parts + "\u1165\u11AB");
    }

    @Test
    void aMillionInvisibleCharactersAreNotKept() {
        Policy policy = policy(anywhere("ab").block());
        GuardSession session = policy.newSession();
        String run = "\u200B".repeat(1_000);
        assertThat(session.accept("xa").text()).isEqualTo("x");
        for (int i = 0; i < 1_000; i++) {
            session.accept(run);
            assertThat(session.held()).isLessThanOrEqualTo(1 + Policy.INVISIBLE_RUN);
        }
        assertThat(session.isBlocked()).isTrue();
        GuardEvent block = java.util.Objects.requireNonNull(session.block());
        assertThat(block.rule()).isEqualTo(GuardSession.INVISIBLE_RUN);
        assertThat(session.finish().text()).isEmpty();
    }

    @Test
    void invisibleCharactersAloneAreNoOffence() {
        Policy policy = policy(anywhere("ab").block());
        String text = "x" + "\u200B".repeat(1_000) + "y";
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 7))).isEqualTo(text);
        String few = "a" + "\u200B".repeat(Policy.INVISIBLE_RUN) + "c";
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(few, 7))).isEqualTo(few);
    }

    @Test
    void marksThatOneRuleDoesNotSeeAreBoundedThoughAnotherDoes() {
        Policy policy = policy(
                Rule.pattern("folded", "a{1,2}b").folded().block(),
                Rule.detector("mail", Detector.EMAIL).block());
        GuardSession session = policy.newSession();
        assertThat(session.accept("x a").text()).isEqualTo("x ");
        for (int i = 0; i < 1_000; i++) {
            session.accept("\u0301");
            assertThat(session.held()).isLessThanOrEqualTo(1 + Policy.INVISIBLE_RUN);
        }
        assertThat(session.isBlocked()).isTrue();
    }

    @Test
    void detectorsDoNotSeeTextAsWordsAreSeen() {
        Policy policy = policy(
                Rule.detector("key", Detector.API_KEY).redact("#"),
                Rule.detector("mail", Detector.EMAIL).redact("#"));
        String text = "akiaiosfodnn7example and \u0430@b.com, \u00e9@b.com";
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 3))).isEqualTo(text);
        assertThat(Pieces.feed(policy.newSession(), List.of("ＡKIAIOSFODNN7EXAMPLE")))
                .isEqualTo("#");
    }

    @Test
    void aLongTextFullOfMatchesIsShownAsItIsInPieces() {
        Policy policy = policy(
                anywhere("ab").redact("*"),
                anywhere("bcccccccc").redact("+"),
                anywhere("x").annotate());
        String text = "ab cd".repeat(200_000);
        assertThat(Pieces.feed(policy.newSession(), List.of(text))).isEqualTo("* cd".repeat(200_000));
        assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text, 1_000)))
                .isEqualTo("* cd".repeat(200_000));
    }

    @Test
    void theEndLetsEverythingGoThatIsNoMatch() {
        Policy policy = policy(anywhere("abcdef").block());
        GuardSession session = policy.newSession();
        assertThat(session.accept("xyz abcde").text()).isEqualTo("xyz ");
        assertThat(session.finish().text()).isEqualTo("abcde");
        assertThat(session.finish().text()).isEmpty();
        assertThat(session.accept("more").text()).isEmpty();
    }

    @Test
    void rulesThatOnlyReportHoldNothingBack() {
        Policy policy = policy(
                anywhere("abcdef").annotate(), Rule.pattern("p", "x{2,9}y").annotate());
        GuardSession session = policy.newSession();
        List<GuardEvent> events = new ArrayList<>();
        for (String piece : Pieces.ofLength("abcdef xxxy", 1)) {
            Release release = session.accept(piece);
            assertThat(release.text()).isEqualTo(piece);
            events.addAll(release.events());
        }
        events.addAll(session.finish().events());
        assertThat(events).extracting(GuardEvent::rule).containsExactlyInAnyOrder("abcdef", "p");
        assertThat(policy.certificate().maxCharacters()).isZero();
    }
}
