package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tokens stand in a text, however the text and the tokens are cut. */
class TokenPlacesTest {
    private final TokenPlaces<TokenLogprob> places = new TokenPlaces<>(ChatTokens.FORM);

    private static TokenLogprob token(byte... bytes) {
        List<Integer> values = new ArrayList<>();
        for (byte b : bytes) {
            values.add(b & 0xFF);
        }
        return new TokenLogprob(TokenBytes.text(bytes), -1, values, null, JsonObject.EMPTY);
    }

    private static TokenLogprob token(String text) {
        return new TokenLogprob(text, -1, null, null, JsonObject.EMPTY);
    }

    private static TokenPlaces.Placed<TokenLogprob> at(TokenLogprob token, long start, long end) {
        return new TokenPlaces.Placed<>(token, start, end);
    }

    @Test
    void halvesOfACharacterBeyondTheBasicPlane() {
        TokenLogprob first = token((byte) 0xF0, (byte) 0x9F);
        TokenLogprob second = token((byte) 0x98, (byte) 0x80);
        assertThat(places.add("so \uD83D", List.of())).isEmpty();
        assertThat(places.add("\uDE00!", List.of(token("so "), first, second, token("!"))))
                .containsExactly(at(token("so "), 0, 3), at(first, 3, 5), at(second, 3, 5), at(token("!"), 5, 6));
    }

    @Test
    void aTokenWithoutTextStandsBetween() {
        assertThat(places.add("ab", List.of(token("a"), token(""), token("b"))))
                .containsExactly(at(token("a"), 0, 1), at(token(""), 1, 1), at(token("b"), 1, 2));
    }

    @Test
    void halfACharacterThatStaysAloneIsOne() {
        assertThat(places.add("a\uD83Db", List.of(token("a"), token("\uD83D"), token("b"))))
                .containsExactly(at(token("a"), 0, 1), at(token("\uD83D"), 1, 2), at(token("b"), 2, 3));
    }

    @Test
    void whatSaysSomethingElseIsLeftOutAndTheRestKeepsItsPlace() {
        assertThat(places.add("abc", List.of(token("a"), token("x"), token("b"), token("bc"), token("c"))))
                .containsExactly(at(token("a"), 0, 1), at(token("b"), 1, 2), at(token("c"), 2, 3));
    }

    @Test
    void tokensWithoutTextAreNotKeptForEver() {
        TokenLogprob thought = token("thought");
        for (int i = 0; i < 1_000; i++) {
            assertThat(places.add("", List.of(thought))).isEmpty();
        }
        assertThat(places.add("thought".repeat(1_000), List.of())).hasSize(256);
        assertThat(places.add(" word", List.of(token(" word")))).containsExactly(at(token(" word"), 7_000, 7_005));
    }

    @Test
    void textWithoutTokensIsNotKeptForEver() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(places.add("0123456789", List.of())).isEmpty();
        }
        assertThat(places.start()).isBetween(9_700L, 10_000L);
        assertThat(places.add("word", List.of(token("word")))).containsExactly(at(token("word"), 10_000, 10_004));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyTokenOfAnHonestServerIsPlaced(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            String text = text(random);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            List<TokenLogprob> tokens = new ArrayList<>();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(5));
                tokens.add(token(java.util.Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            TokenPlaces<TokenLogprob> fresh = new TokenPlaces<>(ChatTokens.FORM);
            List<TokenPlaces.Placed<TokenLogprob>> placed = new ArrayList<>();
            int said = 0;
            int given = 0;
            while (said < text.length() || given < tokens.size()) {
                int to = Math.min(text.length(), said + random.nextInt(4));
                int last = Math.min(tokens.size(), given + random.nextInt(3));
                placed.addAll(fresh.add(text.substring(said, to), tokens.subList(given, last)));
                said = to;
                given = last;
            }
            placed.addAll(fresh.add("", List.of()));
            assertThat(placed).as("seed %d run %d: %s", seed, run, text).hasSameSizeAs(tokens);
            long before = 0;
            for (TokenPlaces.Placed<TokenLogprob> each : placed) {
                assertThat(each.start()).isGreaterThanOrEqualTo(before);
                byte[] covered =
                        text.substring((int) each.start(), (int) each.end()).getBytes(StandardCharsets.UTF_8);
                byte[] own = ChatTokens.FORM.readings(each.token()).get(0);
                assertThat(new String(covered, StandardCharsets.ISO_8859_1))
                        .contains(new String(own, StandardCharsets.ISO_8859_1));
                before = each.start();
            }
        }
    }

    private static String text(Random random) {
        String[] some = {"a", "b", " ", "é", "日", "\uD83D\uDE00", "\uD83C\uDF0A", "x"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append(some[random.nextInt(some.length)]);
        }
        return text.toString();
    }
}
