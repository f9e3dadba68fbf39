package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random texts with random tokens beside them: each token that is shown stands in the text that is shown, where it says. */
class RandomTokensTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("birds", "bluebird").redact("[a long replacement]"))
            .rule(Rule.phrases("bees", "bees are").redact("b"))
            .rule(Rule.phrases("cats", "cat").anywhere().redact(""))
            .rule(Rule.phrases("bombs", "pipe bomb"))
            .build();
    private static final String[] WORDS = {
        "a",
        " ",
        " ",
        "blue",
        "bluebird",
        "bird",
        " bees",
        " are",
        "cat",
        "ca",
        "pipe",
        " bom",
        "日本",
        "\uD83D\uDE00",
        "é",
        "."
    };

    /** What a stream showed: its text and its tokens, each with its place. */
    private record Shown(String text, List<String> tokens) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyTokenStandsWhereItSays(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 1_000; run++) {
            String text = text(random);
            List<Integer> ends = tokenEnds(text, random);
            Shown whole = show(text, ends, List.of(text));
            for (int cut = 0; cut < 4; cut++) {
                List<String> pieces = Pieces.random(text, 1 + random.nextInt(6), random);
                assertThat(show(text, ends, pieces))
                        .as("seed %d run %d: %s", seed, run, pieces)
                        .isEqualTo(whole);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(15); i > 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append(random.nextInt(20) == 0 ? " pipe bomb." : "").toString();
    }

    private static List<Integer> tokenEnds(String text, Random random) {
        List<Integer> ends = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            at = Math.min(text.length(), at + 1 + random.nextInt(6));
            if (at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
                at++;
            }
            ends.add(at);
        }
        return ends;
    }

    /** Gives each token with the piece in which it ends. */
    private static Shown show(String text, List<Integer> ends, List<String> pieces) {
        CompletionGuard guard = new CompletionGuard(POLICY, 1, choice -> {});
        List<CompletionChunk> out = new ArrayList<>();
        int said = 0;
        int next = 0;
        int start = 0;
        for (String piece : pieces) {
            said += piece.length();
            List<Integer> offsets = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            for (; next < ends.size() && ends.get(next) <= said; next++) {
                offsets.add(100 + start);
                values.add(-1.0);
                tokens.add(text.substring(start, ends.get(next)));
                start = ends.get(next);
            }
            guard.chunk(
                    chunk(new CompletionChoice(
                            piece,
                            0,
                            CompletionLogprobs.of(offsets, new ArrayList<>(values), tokens, null),
                            null,
                            JsonObject.EMPTY)),
                    out::add);
        }
        guard.chunk(chunk(new CompletionChoice("", 0, null, FinishReason.STOP, JsonObject.EMPTY)), out::add);
        return shown(out);
    }

    private static Shown shown(List<CompletionChunk> out) {
        StringBuilder text = new StringBuilder();
        List<CompletionLogprobs> all = new ArrayList<>();
        for (CompletionChunk chunk : out) {
            for (CompletionChoice choice : chunk.choices()) {
                text.append(choice.text());
                if (choice.logprobs() != null) {
                    all.add(choice.logprobs());
                }
            }
        }
        List<String> tokens = new ArrayList<>();
        for (CompletionLogprobs logprobs : all) {
            for (int i = 0; i < logprobs.tokens().size(); i++) {
                int at = logprobs.textOffset().get(i) - 100;
                String token = logprobs.tokens().get(i);
                assertThat(text.indexOf(token, at))
                        .as("%s at %d of %s", token, at, text)
                        .isEqualTo(at);
                tokens.add(at + " " + token);
            }
        }
        return new Shown(text.toString(), tokens);
    }

    private static CompletionChunk chunk(CompletionChoice choice) {
        return new CompletionChunk("c", 1L, List.of(choice), "m", null, null, JsonObject.EMPTY);
    }
}
