package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionAccumulatorTest {
    private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

    @Test
    void aPlainStreamBecomesItsCompletion() {
        add(chunk("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":null}"));
        add(content(0, "two"), content(0, " seas"), finish(0, "stop"));
        add("{\"id\":\"chatcmpl-1\",\"created\":7,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":2,\"total_tokens\":7}}");

        assertThat(accumulator.isComplete()).isTrue();
        assertThat(accumulator.ended(true)).isEqualTo(new StreamEnd.Completed(true));
        assertThat(accumulator.content(0)).isEqualTo("two seas");
        assertThat(json())
                .isEqualTo("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"two seas\","
                        + "\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}");
    }

    @Test
    void usageMayComeOnTheFinishChunk() {
        add(content(0, "a"));
        add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
        assertThat(accumulator.completion().usage()).isEqualTo(Usage.of(1, 1));
        assertThat(text()).isEqualTo("a");
    }

    @Test
    void aUsageChunkMayHaveNeitherIdNorModel() {
        add(content(0, "a"), finish(0, "stop"));
        add("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
        ChatCompletion completion = accumulator.completion();
        assertThat(completion.usage()).isEqualTo(Usage.of(1, 1));
        assertThat(completion.id()).isEqualTo("chatcmpl-1");
        assertThat(completion.model()).isEqualTo("m");
    }

    @Test
    void choicesMayBeLeftOutWhereThereIsUsage() {
        add(content(0, "a"), finish(0, "stop"));
        add("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}", "{\"choices\":null}");
        assertThat(accumulator.completion().usage()).isEqualTo(Usage.of(1, 1));
    }

    @Test
    void ofUsageOnEveryChunkTheLastCounts() {
        for (int i = 1; i <= 3; i++) {
            add("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + i + "\"},\"finish_reason\":null}],"
                    + "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":" + i + ",\"total_tokens\":" + (4 + i)
                    + "}}");
        }
        assertThat(accumulator.isComplete()).isFalse();
        add(finish(0, "length"));
        assertThat(accumulator.completion().usage()).isEqualTo(Usage.of(4, 3));
        assertThat(text()).isEqualTo("123");
    }

    @Test
    void aUsageCanBeSetByHand() {
        add(content(0, "a"), finish(0, "stop"));
        accumulator.add(Usage.of(3, 1));
        assertThat(accumulator.usage()).isEqualTo(Usage.of(3, 1));
        assertThat(accumulator.snapshot().usage()).isEqualTo(Usage.of(3, 1));
    }

    @Test
    void aChoiceMayEndBeforeAnotherBegins() {
        ChatCompletionAccumulator two = new ChatCompletionAccumulator(2);
        two.add(decode(content(0, "x")));
        two.add(decode(finish(0, "stop")));
        assertThat(two.isComplete()).isFalse();
        assertThat(two.ended(false)).isEqualTo(new StreamEnd.Truncated(List.of(1), false));
        two.add(decode(content(1, "y")));
        two.add(decode(finish(1, "length")));
        assertThat(two.isComplete()).isTrue();
        assertThat(two.completion().choices())
                .extracting(choice -> choice.message().text())
                .containsExactly("x", "y");
    }

    @Test
    void aServerThatIgnoresTheNumberOfChoicesIsBelievedWhenItSaysDone() {
        ChatCompletionAccumulator two = new ChatCompletionAccumulator(2);
        two.add(decode(content(0, "x")));
        two.add(decode(finish(0, "stop")));
        assertThat(two.ended(true)).isEqualTo(new StreamEnd.Completed(true));
        assertThat(two.completion().choices()).hasSize(1);
    }

    @Test
    void doneWithoutAFinishReasonIsTruncated() {
        add(content(0, "half"));
        assertThat(accumulator.ended(true)).isEqualTo(new StreamEnd.Truncated(List.of(0), true));
        assertThatThrownBy(accumulator::completion)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[0]");
        assertThat(accumulator.snapshot().choices().get(0).finishReason()).isNull();
        assertThat(json()).endsWith("\"logprobs\":null,\"finish_reason\":null}]}");
    }

    @Test
    void nothingAtAllIsNotComplete() {
        assertThat(accumulator.isComplete()).isFalse();
        assertThat(accumulator.ended(true)).isEqualTo(new StreamEnd.Truncated(List.of(0), true));
        assertThatThrownBy(accumulator::completion).isInstanceOf(IllegalStateException.class);
        assertThat(accumulator.snapshot().choices()).isEmpty();
        assertThat(accumulator.content(3)).isEmpty();
    }

    @Test
    void anEmptyFinishReasonIsNone() {
        add("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}");
        assertThat(accumulator.isComplete()).isFalse();
    }

    @Test
    void azuresChunksBeforeAndAfterTheAnswerAreTaken() {
        add("{\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":[{\"prompt_index\":0}]}");
        add("{\"id\":\"chatcmpl-9\",\"created\":11,\"model\":\"large\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"sea\"},\"finish_reason\":null}]}");
        add(finish(0, "stop"));
        add("{\"id\":\"\",\"created\":0,\"model\":\"\",\"choices\":[{\"index\":0,\"finish_reason\":null,"
                + "\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}");
        add("{\"id\":\"\",\"model\":\"\",\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1,"
                + "\"total_tokens\":3}}");
        ChatCompletion completion = accumulator.completion();
        assertThat(completion.id()).isEqualTo("chatcmpl-9");
        assertThat(completion.created()).isEqualTo(11);
        assertThat(completion.usage()).isEqualTo(Usage.of(2, 1));
        assertThat(completion.model()).isEqualTo("large");
        assertThat(completion.additional().members()).containsOnlyKeys("prompt_filter_results");
        assertThat(completion.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(completion.choices().get(0).additional().members()).containsKey("content_filter_results");
    }

    @Test
    void indexAndDeltaMayBeLeftOut() {
        add("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", "{\"choices\":[{\"finish_reason\":\"stop\"}]}");
        assertThat(accumulator.completion().choices().get(0).index()).isZero();
        assertThat(text()).isEqualTo("a");
    }

    @Test
    void anUnknownFinishReasonIsKept() {
        add(content(0, "a"), finish(0, "weary"));
        assertThat(accumulator.completion().choices().get(0).finishReason()).isEqualTo(new FinishReason("weary"));
    }

    @Test
    void aRefusalHasNoContent() {
        add(delta("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"\"}"));
        add(delta("{\"refusal\":\"I would\"}"), delta("{\"refusal\":\" rather not\"}"), finish(0, "stop"));
        AssistantMessage message = accumulator.completion().choices().get(0).message();
        assertThat(message.content()).isNull();
        assertThat(message.refusal()).isEqualTo("I would rather not");
        assertThat(json()).contains("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"I would rather not\"}");
    }

    @Test
    void reasoningIsJoinedUnderEitherName() {
        add(delta("{\"reasoning_content\":\"hm\"}"), delta("{\"reasoning\":\", well\"}"), content(0, "yes"));
        assertThat(accumulator.snapshot().choices().get(0).message().reasoningContent())
                .isEqualTo("hm, well");
    }

    @Test
    void logprobsAreJoined() {
        add(chunk("{\"index\":0,\"delta\":{\"content\":\"\"},\"logprobs\":{\"content\":[],\"refusal\":null}}"));
        add(chunk("{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[{\"token\":\"a\","
                + "\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[]}],\"refusal\":null}}"));
        add(chunk("{\"index\":0,\"delta\":{\"content\":\"b\"},\"logprobs\":{\"content\":[{\"token\":\"b\","
                + "\"logprob\":-1.5,\"bytes\":[98],\"top_logprobs\":[]}],\"refusal\":null}}"));
        add(finish(0, "stop"));
        Logprobs logprobs =
                Objects.requireNonNull(accumulator.completion().choices().get(0).logprobs());
        assertThat(logprobs.content()).extracting(TokenLogprob::logprob).containsExactly(-0.5, -1.5);
        assertThat(json()).contains("\"top_logprobs\":[]}],\"refusal\":null},\"finish_reason\":\"stop\"");
    }

    @Test
    void theDeprecatedFunctionCallIsJoined() {
        add(delta(
                "{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"tide\",\"arguments\":\"\"}}"));
        add(delta("{\"function_call\":{\"arguments\":\"{\\\"port\\\":\"}}"));
        add(delta("{\"function_call\":{\"arguments\":\"\\\"Brest\\\"}\"}}"), finish(0, "function_call"));
        assertThat(accumulator.completion().choices().get(0).message().functionCall())
                .isEqualTo(new FunctionCall("tide", "{\"port\":\"Brest\"}", JsonObject.EMPTY));
    }

    @Test
    void contentInPartsIsJoinedLikeText() {
        add(delta("{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\","
                + "\"text\":\"hm\"}]}]}"));
        add(delta("{\"content\":[{\"type\":\"text\",\"text\":\"high \"},{\"type\":\"text\",\"text\":\"tide\"}]}"));
        add(delta("{\"content\":\" at six\"}"), delta("{\"content\":[]}"), finish(0, "stop"));
        AssistantMessage message = accumulator.completion().choices().get(0).message();
        assertThat(message.text()).isEqualTo("high tide at six");
        assertThat(message.reasoningContent()).isEqualTo("hm");
        assertThat(accumulator.content(0)).isEqualTo("high tide at six");
    }

    @Test
    void aModerationIsNotErasedByALaterNull() {
        add(content(0, "a"), finish(0, "stop"));
        add("{\"choices\":[],\"moderation\":{\"input\":null,\"output\":{\"type\":\"error\",\"code\":\"c\","
                + "\"message\":\"m\"}}}");
        add("{\"choices\":[],\"moderation\":null,\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1}}");
        assertThat(Objects.requireNonNull(accumulator.completion().moderation()).output())
                .isEqualTo(new ModerationVerdict.Failed("c", "m", JsonObject.EMPTY));
    }

    @Test
    void audioAndAnnotationsAreJoined() {
        add(delta("{\"audio\":{\"id\":\"a1\",\"data\":\"AA\",\"transcript\":\"he\"}}"));
        add(delta("{\"audio\":{\"data\":\"BB\",\"transcript\":\"llo\"}}"));
        add(delta("{\"annotations\":[{\"n\":1}]}"), delta("{\"annotations\":[{\"n\":2}]}"));
        AssistantMessage message = accumulator.snapshot().choices().get(0).message();
        assertThat(message.audio()).isEqualTo(Json.parse("{\"id\":\"a1\",\"data\":\"AABB\",\"transcript\":\"hello\"}"));
        assertThat(message.annotations()).isEqualTo(Json.parse("[{\"n\":1},{\"n\":2}]"));
    }

    @Test
    void unknownMembersOfADeltaAreKept() {
        add(delta("{\"content\":\"a\",\"mood\":\"calm\",\"tool_calls\":null}"), delta("{\"mood\":\"wild\"}"));
        JsonObject additional =
                accumulator.snapshot().choices().get(0).message().additional();
        assertThat(additional.members()).containsEntry("mood", new JsonString("wild"));
        assertThat(additional.members()).containsOnlyKeys("mood", "refusal");
    }

    @Test
    void aNegativeIndexAndTooManyChoicesAreErrors() {
        assertThatThrownBy(() -> add(content(-1, "x"))).isInstanceOf(MalformedJsonException.class);
        for (int i = 0; i < Choices.MAX_CHOICES; i++) {
            add(content(i * 3, "x"));
        }
        assertThatThrownBy(() -> add(content(1, "x")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("choices");
        assertThatThrownBy(() -> new ChatCompletionAccumulator(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void howChoicesInterleaveDoesNotMatter(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(5);
        List<List<String>> streams = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int choice = 0; choice < n; choice++) {
            List<String> chunks = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                String piece = Integer.toString(random.nextInt(1000), 36) + " ";
                text.append(piece);
                chunks.add(content(choice, piece));
            }
            chunks.add(finish(choice, "stop"));
            streams.add(chunks);
            wanted.add(text.toString());
        }
        ChatCompletionAccumulator all = new ChatCompletionAccumulator(n);
        while (!streams.isEmpty()) {
            assertThat(all.isComplete()).isFalse();
            List<String> next = streams.get(random.nextInt(streams.size()));
            all.add(decode(next.remove(0)));
            streams.removeIf(List::isEmpty);
            Collections.shuffle(streams, random);
        }
        assertThat(all.ended(false)).isEqualTo(new StreamEnd.Completed(false));
        assertThat(all.completion().choices())
                .extracting(choice -> choice.message().text())
                .isEqualTo(wanted);
    }

    private void add(String... chunks) {
        for (String chunk : chunks) {
            accumulator.add(decode(chunk));
        }
    }

    private String text() {
        return accumulator.snapshot().choices().get(0).message().text();
    }

    private String json() {
        return Texts.text(ChatCompletionCodec.encode(accumulator.snapshot()));
    }

    private static ChatCompletionChunk decode(String chunk) {
        return ChatCompletionChunkCodec.decode(Texts.bytes(chunk));
    }

    private static String chunk(String choice) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":["
                + choice + "]}";
    }

    private static String delta(String delta) {
        return chunk("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}");
    }

    private static String content(int index, String text) {
        return chunk("{\"index\":" + index + ",\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}");
    }

    private static String finish(int index, String reason) {
        return chunk("{\"index\":" + index + ",\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
    }
}
