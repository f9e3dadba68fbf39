package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast decoders give what their slow twins give, on whatever comes. */
class ChunkDecodersTest {
    private static final String OPENAI = "{\"id\":\"chatcmpl-5\",\"object\":\"chat.completion.chunk\",\"created\":8,"
            + "\"model\":\"m\",\"service_tier\":\"default\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,"
            + "\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"usage\":null,\"obfuscation\":\"%s\"}";
    private static final String PLAIN = "{\"id\":\"chatcmpl-5\",\"object\":\"chat.completion.chunk\",\"created\":8,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":null,"
            + "\"finish_reason\":null}]}";
    private static final String SPACED = "{\"choices\": [{\"finish_reason\": null, \"index\": 0, \"delta\": "
            + "{\"content\": \"%s\"}}], \"created\": 8, \"id\": \"chatcmpl-5\", \"extra\": {\"a\": [1, 2]}}";
    private static final String LEGACY = "{\"id\":\"cmpl-5\",\"object\":\"text_completion\",\"created\":8,"
            + "\"choices\":[{\"text\":\"%s\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"model\":\"m\"}";

    /** Texts under the same name elsewhere, twice, escaped, or where a careless scan would find them. */
    private static final List<String> TRAPS = List.of(
            "{\"choices\":[{\"index\":0,\"delta\":{\"x\":{\"content\":\"no\"},\"y\":\"content\",\"content\":\"%s\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\",\"content\":\"yes\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\",\"\\u0063ontent\":\"yes\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":{\"content\":null}}]}",
            "{\"content\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{\"\\u0063ontent\":\"yes\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}}]}",
            "{\"content\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"t\"}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"t\",\"content\":\"%s\"}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\",\"function_call\":{\"arguments\":\"a\"}}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}],\"choices\":[]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}],\"obfuscation\":\"a\",\"obfuscation\":\"b\"}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}],\"x\":\"obfuscation\",\"obfuscation\":\"b\"}",
            "{\"obfuscation\":\"b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}",
            "{\"choices\":[{\"index\":0}],\"x\":{\"text\":\"%s\"}}",
            "{\"choices\":[{\"index\":0,\"text\":\"%s\"}],\"x\":{\"text\":\"t\"}}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"text\":\"t\"}],\"error\":null}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"text\":\"t\"}],\"error\":{\"message\":\"m\"}}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\",\"role\":\"assistant\"},\"text\":\"u\"}]}");

    @Test
    void theWordDoneIsTheEndToTheByte() {
        assertThat(new ChatChunkDecoder().decode(Texts.bytes("[DONE]"))).isNull();
        assertThat(new CompletionChunkDecoder().decode(Texts.bytes("[DONE]"))).isNull();
        for (String almost : List.of("[DONE] ", " [DONE]", "[DONE]x", "[done]", "DONE", "[DONE")) {
            assertThatThrownBy(() -> new ChatChunkDecoder().decode(Texts.bytes(almost)))
                    .as(almost)
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void anErrorIsThrownWithWhatTheServerSaid() {
        String nested =
                "{\"error\":{\"message\":\"out of ink\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
        for (String error : List.of(
                nested,
                "{\"error\":\"out of ink\"}",
                "{\"object\":\"error\",\"message\":\"out of ink\",\"type\":\"x\",\"param\":null,\"code\":400}")) {
            assertThatThrownBy(() -> new ChatChunkDecoder().decode(Texts.bytes(error)))
                    .isInstanceOfSatisfying(
                            StreamErrorException.class,
                            e -> assertThat(e.error().message()).isEqualTo("out of ink"));
            assertThatThrownBy(() -> new CompletionChunkDecoder().decode(Texts.bytes(error)))
                    .isInstanceOf(StreamErrorException.class);
        }
    }

    @Test
    void theUsualFormIsRecognised() {
        KnownEvents<String> known = new KnownEvents<>();
        byte[] first = Texts.bytes(OPENAI.formatted("one", "pad"));
        known.learn(EventTemplate.learn(first, 0, first.length, SplitTemplate.ascii("\"content\""), true), "the first");
        byte[] second = Texts.bytes("....." + OPENAI.formatted("a \\\"b\\\" é😀", "") + "...");
        assertThat(known.find(second, 5, second.length - 8)).isTrue();
        assertThat(known.chunk()).isEqualTo("the first");
        assertThat(known.text()).isEqualTo("a \"b\" é😀");
        assertThat(known.padding()).isEmpty();
        byte[] other = Texts.bytes(OPENAI.formatted("one", "pad").replace("\"index\":0", "\"index\":1"));
        assertThat(known.find(other, 0, other.length)).isFalse();
    }

    @Test
    void whatVariesIsNotLearnedForEver() {
        KnownEvents<String> known = new KnownEvents<>();
        for (int i = 0; known.isLearning(); i++) {
            assertThat(i).isLessThan(100);
            byte[] event = Texts.bytes(PLAIN.formatted("x").replace("8", Integer.toString(i + 10)));
            assertThat(known.find(event, 0, event.length)).isFalse();
            known.learn(EventTemplate.learn(event, 0, event.length, SplitTemplate.ascii("\"content\""), false), "");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
    void theTwinsAgreeOnUsualStreams(long seed) {
        Random random = new Random(seed);
        for (String form : List.of(OPENAI, PLAIN, SPACED, LEGACY)) {
            Twins twins = new Twins();
            for (int i = 0; i < 60; i++) {
                twins.compare(form.formatted(string(random), string(random)));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {61, 62, 63, 64, 65, 66, 67, 68})
    void theTwinsAgreeOnTrapsAndDamage(long seed) {
        Random random = new Random(seed);
        List<String> forms = new ArrayList<>(TRAPS);
        forms.addAll(List.of(OPENAI, PLAIN, SPACED, LEGACY));
        for (int round = 0; round < 20; round++) {
            Twins twins = new Twins();
            for (int i = 0; i < 60; i++) {
                String form = forms.get(random.nextInt(forms.size()));
                byte[] event = Texts.bytes(form.formatted(string(random), string(random)));
                twins.compare(random.nextInt(3) == 0 ? damage(event, random) : event);
            }
        }
    }

    @Test
    void eachTrapIsReadAsTheParserReadsItAgainAndAgain() {
        for (String trap : TRAPS) {
            Twins twins = new Twins();
            for (String text : List.of("a", "b", "", "c")) {
                twins.compare(trap.formatted(text));
            }
        }
    }

    /** Both decoders beside what the parser reads, halves of characters joined. */
    private static final class Twins {
        private final ChatChunkDecoder chat = new ChatChunkDecoder();
        private final CompletionChunkDecoder legacy = new CompletionChunkDecoder();
        private final HalfCharacters chatHalves = new HalfCharacters();
        private final HalfCharacters legacyHalves = new HalfCharacters();

        void compare(String event) {
            compare(Texts.bytes(event));
        }

        void compare(byte[] event) {
            assertThat(outcome(() -> chat.decode(event))).as(Texts.text(event)).isEqualTo(outcome(() -> {
                ChatCompletionChunk chunk = ChatChunkDecoder.parse(event, 0, event.length);
                return chunk == null ? null : chatHalves.join(chunk);
            }));
            assertThat(outcome(() -> legacy.decode(event)))
                    .as(Texts.text(event))
                    .isEqualTo(outcome(() -> {
                        CompletionChunk chunk = CompletionChunkDecoder.parse(event, 0, event.length);
                        return chunk == null ? null : legacyHalves.join(chunk);
                    }));
        }
    }

    private static @Nullable Object outcome(Reading reading) {
        try {
            return reading.read();
        } catch (WireException e) {
            return e.getClass() + " " + e.getMessage();
        }
    }

    /** What may stand between quotation marks, valid or not. */
    private static String string(Random random) {
        Utf8Buffer out = new Utf8Buffer();
        String text = out.appendEscaped(RandomTexts.next(random)).toString();
        return switch (random.nextInt(12)) {
            case 0 -> text + "\\u00e9";
            case 1 -> "\\ud83d\\ude00" + text;
            case 2 -> text + (random.nextBoolean() ? "\\ud83d" : "\\ude00");
            case 3 -> text + "\\/";
            case 4 -> text + "\\x";
            case 5 -> text + "\t";
            case 6 -> text + "\",\"content\":\"" + text;
            default -> text;
        };
    }

    private static byte[] damage(byte[] event, Random random) {
        byte[] damaged = event.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> '"';
                        case 2 -> '\\';
                        default -> ' ';
                    };
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    private interface Reading {
        @Nullable
        Object read();
    }
}
