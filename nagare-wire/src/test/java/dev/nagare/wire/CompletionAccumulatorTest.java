package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompletionAccumulatorTest {
    private final CompletionAccumulator accumulator = new CompletionAccumulator();

    @Test
    void aPlainStreamBecomesItsCompletion() {
        add(
                "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":3,\"choices\":[{\"text\":\" low\",\"index\":0,"
                        + "\"logprobs\":null,\"finish_reason\":null}],\"model\":\"m\",\"usage\":null}");
        add("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":3,\"choices\":[{\"text\":\" tide\","
                + "\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}],\"model\":\"m\",\"usage\":null}");
        assertThat(accumulator.isComplete()).isTrue();
        add("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":3,\"model\":\"m\","
                + "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6},\"choices\":[]}");
        assertThat(accumulator.text(0)).isEqualTo(" low tide");
        assertThat(accumulator.usage()).isEqualTo(Usage.of(4, 2));
        assertThat(accumulator.ended(false)).isEqualTo(new StreamEnd.Completed(false));
        assertThat(accumulator.completion())
                .isEqualTo(new Completion(
                        "cmpl-1",
                        3L,
                        "m",
                        List.of(new CompletionChoice(" low tide", 0, null, FinishReason.LENGTH, JsonObject.EMPTY)),
                        Usage.of(4, 2),
                        null,
                        JsonObject.EMPTY));
    }

    @Test
    void logprobsAreJoinedAndStayOfOneLength() {
        add(withLogprobs(
                "a", "{\"text_offset\":[4],\"token_logprobs\":[null],\"tokens\":[\"a\"],\"top_logprobs\":null}"));
        add(
                withLogprobs(
                        "b",
                        "{\"text_offset\":[5],\"token_logprobs\":[-0.25],\"tokens\":[\"b\"],\"top_logprobs\":[{\"b\":-0.25}]}"));
        CompletionLogprobs logprobs =
                Objects.requireNonNull(accumulator.snapshot().choices().get(0).logprobs());
        assertThat(logprobs.textOffset()).containsExactly(4, 5);
        assertThat(logprobs.tokenLogprobs()).isEqualTo(Arrays.asList(null, -0.25));
        assertThat(logprobs.tokens()).containsExactly("a", "b");
        assertThat(logprobs.topLogprobs()).hasSize(2).startsWith((java.util.Map<String, Double>) null);
    }

    @Test
    void logprobsWithoutAlternativesSayThatInEachChunkAsInTheWhole() {
        CompletionLogprobs chunk = CompletionLogprobs.of(List.of(0), List.of(-0.5), List.of("a"), null);
        accumulator.add(new CompletionChunk(
                "cmpl-1",
                3L,
                List.of(new CompletionChoice("a", 0, chunk, FinishReason.LENGTH, JsonObject.EMPTY)),
                "m",
                null,
                null,
                JsonObject.EMPTY));
        assertThat(chunk.additional().isNull("top_logprobs")).isTrue();
        assertThat(accumulator.snapshot().choices().get(0).logprobs()).isEqualTo(chunk);
    }

    @Test
    void everyPromptsChoicesAreExpected() {
        CompletionAccumulator four = new CompletionAccumulator(4);
        for (int i = 0; i < 3; i++) {
            four.add(decode(finished(i)));
        }
        assertThat(four.isComplete()).isFalse();
        assertThat(four.ended(false)).isEqualTo(new StreamEnd.Truncated(List.of(3), false));
        four.add(decode(finished(3)));
        assertThat(four.isComplete()).isTrue();
    }

    @Test
    void aCutAnswerIsNotWhole() {
        add("{\"choices\":[{\"text\":\"ha\",\"index\":0}]}");
        assertThatThrownBy(accumulator::completion).isInstanceOf(IllegalStateException.class);
        assertThat(accumulator.snapshot().choices().get(0).text()).isEqualTo("ha");
    }

    private void add(String chunk) {
        accumulator.add(decode(chunk));
    }

    private static String finished(int index) {
        return "{\"choices\":[{\"text\":\"t\",\"index\":" + index + ",\"logprobs\":null,\"finish_reason\":\"stop\"}]}";
    }

    private static String withLogprobs(String text, String logprobs) {
        return "{\"choices\":[{\"text\":\"" + text + "\",\"index\":0,\"logprobs\":" + logprobs
                + ",\"finish_reason\":null}]}";
    }

    private static CompletionChunk decode(String chunk) {
        return CompletionChunkCodec.decode(Texts.bytes(chunk));
    }
}
