package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallsAccumulatorTest {
    private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

    @Test
    void fragmentsAreJoinedByIndex() {
        add(
                "{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"tide\",\"arguments\":\"\"}}");
        add(
                "{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"wind\",\"arguments\":\"\"}}");
        add("{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}");
        add("{\"index\":1,\"function\":{\"arguments\":\"[]\"}}");
        add("{\"index\":0,\"function\":{\"arguments\":\":1}\"}}");
        assertThat(calls()).containsExactly(call("call_a", "tide", "{\"a\":1}"), call("call_b", "wind", "[]"));
    }

    @Test
    void theContentOfAFirstChunkIsNoAnswerBesideToolCalls() {
        accumulator.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}"));
        add("{\"index\":0,\"id\":\"call_a\",\"function\":{\"name\":\"tide\",\"arguments\":\"{}\"}}");
        assertThat(message().content()).isNull();
        assertThat(calls()).containsExactly(call("call_a", "tide", "{}"));
    }

    @Test
    void textBetweenFragmentsIsKept() {
        accumulator.add(chunk("{\"content\":\"Let me \"}"));
        add("{\"index\":0,\"id\":\"call_a\",\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}");
        accumulator.add(chunk("{\"content\":\"look.\"}"));
        add("{\"index\":0,\"function\":{\"arguments\":\"}\"}}");
        assertThat(message().text()).isEqualTo("Let me look.");
        assertThat(calls()).containsExactly(call("call_a", "tide", "{}"));
    }

    @Test
    void aRepeatedIdAndNameAreNotDoubled() {
        add("{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}");
        add("{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"tide\",\"arguments\":\"}\"}}");
        assertThat(calls()).containsExactly(call("call_1", "tide", "{}"));
    }

    @Test
    void withoutAnIndexTheIdDecidesAndThenTheOrder() {
        add("{\"id\":\"call_1\",\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}");
        add("{\"function\":{\"arguments\":\"}\"}}");
        add("{\"id\":\"call_2\",\"function\":{\"name\":\"wind\",\"arguments\":\"\"}}");
        add("{\"function\":{\"arguments\":\"[]\"}}");
        add("{\"id\":\"call_1\",\"function\":{\"arguments\":\" \"}}");
        assertThat(calls()).containsExactly(call("call_1", "tide", "{} "), call("call_2", "wind", "[]"));
    }

    @Test
    void oneIndexForAllCallsIsUnderstood() {
        add("{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"tide\",\"arguments\":\"{}\"}}");
        add("{\"index\":0,\"id\":\"call_2\",\"function\":{\"name\":\"tide\",\"arguments\":\"[\"}}");
        add("{\"index\":0,\"function\":{\"arguments\":\"]\"}}");
        assertThat(calls()).containsExactly(call("call_1", "tide", "{}"), call("call_2", "tide", "[]"));
    }

    @Test
    void aNewIdForEveryFragmentIsUnderstood() {
        add("{\"index\":0,\"id\":\"r1\",\"function\":{\"name\":\"tide\",\"arguments\":\"\"}}");
        add("{\"index\":0,\"id\":\"r2\",\"function\":{\"arguments\":\"{\"}}");
        add("{\"index\":0,\"id\":\"r3\",\"function\":{\"name\":null,\"arguments\":\"}\"}}");
        assertThat(calls()).containsExactly(call("r1", "tide", "{}"));
    }

    @Test
    void aCustomToolsInputIsJoined() {
        add("{\"index\":0,\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"\"}}");
        add("{\"index\":0,\"custom\":{\"input\":\"select \"}}");
        add("{\"index\":0,\"custom\":{\"input\":\"1\"}}");
        ToolCall call = calls().get(0);
        assertThat(call.type()).isEqualTo("custom");
        assertThat(call.function()).isNull();
        assertThat(call.custom()).isEqualTo(new CustomCall("sql", "select 1", JsonObject.EMPTY));
    }

    @Test
    void oneIndexForAllCustomToolsIsUnderstood() {
        add("{\"index\":0,\"id\":\"a\",\"custom\":{\"name\":\"sql\",\"input\":\"1\"}}");
        add("{\"index\":0,\"id\":\"b\",\"custom\":{\"name\":\"sql\",\"input\":\"2\"}}");
        assertThat(calls())
                .containsExactly(
                        new ToolCall(
                                "a", "custom", null, new CustomCall("sql", "1", JsonObject.EMPTY), JsonObject.EMPTY),
                        new ToolCall(
                                "b", "custom", null, new CustomCall("sql", "2", JsonObject.EMPTY), JsonObject.EMPTY));
    }

    @Test
    void argumentsThatAreAnObjectAreItsText() {
        add("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"tide\",\"arguments\":{\"port\":\"Brest\"}}}");
        assertThat(calls()).containsExactly(call("a", "tide", "{\"port\":\"Brest\"}"));
    }

    @Test
    void callsComeOutByIndex() {
        add("{\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"third\",\"arguments\":\"\"}}");
        add("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"first\",\"arguments\":\"\"}}");
        assertThat(calls()).extracting(ToolCall::id).containsExactly("a", "c");
    }

    @Test
    void theirNumberIsBounded() {
        for (int i = 0; i < ToolCallsAccumulator.MAX_CALLS; i++) {
            add("{\"index\":" + i + "}");
        }
        assertThatThrownBy(() -> add("{\"index\":-7}")).isInstanceOf(MalformedJsonException.class);
    }

    private void add(String toolCall) {
        accumulator.add(chunk("{\"tool_calls\":[" + toolCall + "]}"));
    }

    private AssistantMessage message() {
        return accumulator.snapshot().choices().get(0).message();
    }

    private List<ToolCall> calls() {
        return message().toolCalls();
    }

    private static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(
                id, "function", new FunctionCall(name, arguments, JsonObject.EMPTY), null, JsonObject.EMPTY);
    }

    private static ChatCompletionChunk chunk(String delta) {
        return ChatCompletionChunkCodec.decode(
                Texts.bytes("{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}"));
    }
}
