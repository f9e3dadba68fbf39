package dev.nagare.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TokenText<String> text(String... stops) {
        return new TokenText<>(StopAutomaton.of(List.of(stops)));
    }

    private static void assertPiece(TokenText.Piece<String> piece, String text, String... tokens) {
        assertThat(piece.text()).isEqualTo(text);
        assertThat(piece.tokens()).containsExactly(tokens);
    }

    @Test
    void withoutStopsEachTokenIsItsOwnPiece() {
        TokenText<String> text = text();
        assertPiece(text.push(utf8("Two"), "1"), "Two", "1");
        assertPiece(text.push(utf8("."), "2"), ".", "2");
        assertPiece(text.finish(), "");
    }

    @Test
    void aCharacterOfThreeTokensReleasesAllThree() {
        TokenText<String> text = text();
        byte[] bytes = utf8("日");
        assertPiece(text.push(new byte[] {bytes[0]}, "1"), "");
        assertPiece(text.push(new byte[] {bytes[1]}, "2"), "");
        assertPiece(text.push(new byte[] {bytes[2]}, "3"), "日", "1", "2", "3");
    }

    @Test
    void aTokenThatEndsInTheMiddleOfACharacterWaitsForIt() {
        TokenText<String> text = text();
        byte[] bytes = utf8("a日b");
        assertPiece(text.push(new byte[] {bytes[0], bytes[1]}, "1"), "a");
        assertPiece(text.push(new byte[] {bytes[2], bytes[3], bytes[4]}, "2"), "日b", "1", "2");
    }

    @Test
    void aCharacterIsReleasedThoughTheRestOfItsTokenIsHeld() {
        TokenText<String> text = text("b!");
        byte[] bytes = utf8("日b");
        assertPiece(text.push(new byte[] {bytes[0]}, "1"), "");
        assertPiece(text.push(new byte[] {bytes[1], bytes[2], bytes[3]}, "2"), "日", "1");
        assertPiece(text.push(utf8("?"), "3"), "b?", "2", "3");
    }

    @Test
    void anUnfinishedCharacterBecomesAReplacementAtTheEnd() {
        TokenText<String> text = text();
        assertPiece(text.push(new byte[] {(byte) 0xE6}, "1"), "");
        assertPiece(text.finish(), "\ufffd", "1");
    }

    @Test
    void heldTextComesWhenItIsNoStopOrAtTheEnd() {
        TokenText<String> text = text("STOP");
        assertPiece(text.push(utf8("x ST"), "1"), "x ");
        assertPiece(text.push(utf8("A"), "2"), "STA", "1", "2");
        assertPiece(text.push(utf8("S"), "3"), "");
        assertPiece(text.push(utf8("TO"), "4"), "");
        assertPiece(text.finish(), "STO", "3", "4");
    }

    @Test
    void tokensWithinTheStopBelongToNoPiece() {
        TokenText<String> text = text("STOP");
        assertPiece(text.push(utf8("a S"), "1"), "a ");
        assertPiece(text.push(utf8("TO"), "2"), "");
        assertPiece(text.push(utf8("P now"), "3"), "", "1");
        assertThat(text.isStopped()).isTrue();
        assertPiece(text.push(utf8("more"), "4"), "");
        assertPiece(text.finish(), "");
    }

    @Test
    void tokensWithoutTextComeWithTheNextText() {
        TokenText<String> text = text();
        assertPiece(text.push(new byte[0], "1"), "");
        assertPiece(text.push(utf8("a"), "2"), "a", "1", "2");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void piecesAreTheTextAndTokensComeOnceAndInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 1_000; round++) {
            byte[] bytes = utf8(randomText(random));
            TokenText<Integer> text = new TokenText<>(StopAutomaton.of(List.of("é日", "日日a", "😀b")));
            StringBuilder shown = new StringBuilder();
            List<Integer> tokens = new ArrayList<>();
            int token = 0;
            for (int from = 0; from < bytes.length && !text.isStopped(); token++) {
                int to = Math.min(bytes.length, from + random.nextInt(1, 5));
                collect(text.push(Arrays.copyOfRange(bytes, from, to), token), shown, tokens);
                from = to;
            }
            boolean stopped = text.isStopped();
            collect(text.finish(), shown, tokens);
            StringBuilder expected = new StringBuilder();
            StopMatcher matcher = new StopMatcher(StopAutomaton.of(List.of("é日", "日日a", "😀b")));
            matcher.push(new String(bytes, StandardCharsets.UTF_8), expected);
            matcher.finish(expected);
            assertThat(shown.toString()).isEqualTo(expected.toString());
            assertThat(stopped).isEqualTo(matcher.isStopped());
            for (int i = 0; i < tokens.size(); i++) {
                assertThat(tokens.get(i)).isEqualTo(i);
            }
            if (!stopped) {
                assertThat(tokens).hasSize(token);
            }
        }
    }

    private static void collect(TokenText.Piece<Integer> piece, StringBuilder shown, List<Integer> tokens) {
        assertThat(piece.tokens().isEmpty()
                        || !piece.text().isEmpty()
                        || !tokens.contains(piece.tokens().get(0)))
                .isTrue();
        shown.append(piece.text());
        tokens.addAll(piece.tokens());
    }

    private static String randomText(SplittableRandom random) {
        String[] alphabet = {"a", "b", "é", "日", "😀"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
