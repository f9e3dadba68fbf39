package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in fields that nobody knows, wherever it stands, and what a call says beside its arguments. */
class UnknownFieldsTest {
    private static final String FINISH = "\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"";
    private static final String END = "\"delta\":{},\"logprobs\":null,\"finish_reason\":\"content_filter\"";

    private static Policy policy(UnknownFields what) {
        return Policy.builder("p")
                .rule(Rule.phrases("bombs", "pipe bomb"))
                .rule(Rule.phrases("birds", "bluebird").redact("bird"))
                .unknownFields(what)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"delta\":{\"content\":\"hi.\",\"x\":\"secret\"},\"finish_reason\":null",
                "\"delta\":{\"content\":\"hi.\"},\"x\":\"secret\",\"finish_reason\":null",
                "\"delta\":{\"content\":\"hi.\"},\"x\":{\"y\":[1,{\"z\":\"secret\"}]},\"finish_reason\":null",
                "\"delta\":{},\"x\":\"secret\",\"finish_reason\":\"stop\"",
                "\"delta\":{\"content\":\"hi.\"},\"x\":\"secret\",\"finish_reason\":\"stop\"",
                "\"delta\":{},\"logprobs\":{\"content\":[],\"x\":\"secret\"},\"finish_reason\":\"stop\"",
                "\"delta\":{\"content\":\"hi.\"},\"logprobs\":{\"content\":[],\"x\":\"secret\"},\"finish_reason\":null",
                "\"delta\":{\"content\":\"hi\"},\"logprobs\":{\"content\":[{\"token\":\"hi\",\"logprob\":-1.0,"
                        + "\"x\":\"secret\"}]},\"finish_reason\":null",
                "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"type\":\"custom\",\"custom\":{\"name\":\"f\","
                        + "\"input\":\"q.\",\"x\":\"secret\"}}]},\"finish_reason\":null",
                "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"x\":\"secret\"}]},\"finish_reason\":null",
                "\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"x\":\"secret\"}}]},"
                        + "\"finish_reason\":null",
                "\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\",\"x\":\"secret\"}},\"finish_reason\":null"
            })
    void endsTheAnswerOrIsLeftOutOrPasses(String choice) {
        assertThat(GuardedJson.chat(policy(UnknownFields.BLOCK), choice, FINISH))
                .last()
                .isEqualTo(END);
        String dropped = String.join("", GuardedJson.chat(policy(UnknownFields.DROP), choice, FINISH));
        assertThat(dropped).doesNotContain("secret").contains("\"finish_reason\":\"stop\"");
        String passed = String.join("", GuardedJson.chat(policy(UnknownFields.PASS), choice, FINISH));
        assertThat(passed).contains("secret").contains("\"finish_reason\":\"stop\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\":\"hi.\",\"logprobs\":null,\"x\":\"secret\",\"finish_reason\":null",
                "\"text\":\"\",\"logprobs\":null,\"x\":\"secret\",\"finish_reason\":\"stop\"",
                "\"text\":\"hi.\",\"logprobs\":{\"text_offset\":[],\"token_logprobs\":[],\"tokens\":[],\"x\":\"secret\"},"
                        + "\"finish_reason\":null"
            })
    void theSameOnTheOlderEndpoint(String choice) {
        String finish = "\"text\":\"\",\"logprobs\":null,\"finish_reason\":\"stop\"";
        assertThat(GuardedJson.completion(policy(UnknownFields.BLOCK), choice, finish))
                .last()
                .asString()
                .contains("content_filter");
        String dropped = String.join("", GuardedJson.completion(policy(UnknownFields.DROP), choice, finish));
        assertThat(dropped).doesNotContain("secret").contains("\"finish_reason\":\"stop\"");
        assertThat(String.join("", GuardedJson.completion(policy(UnknownFields.PASS), choice, finish)))
                .contains("secret");
    }

    @Test
    void textBesideTheChoicesEndsThem() {
        String chunk = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":["
                + "{\"index\":0,\"delta\":{\"content\":\"hi.\"},\"finish_reason\":null}],\"x\":\"secret\"}";
        ChatGuard guard = new ChatGuard(policy(UnknownFields.BLOCK), 1, null, choice -> {});
        StringBuilder out = new StringBuilder();
        guard.chunk(GuardedJson.chatChunk(chunk), each -> out.append(GuardedJson.json(each)));
        assertThat(out).contains("content_filter").doesNotContain("secret");
        assertThat(guard.isEndedByRule()).isTrue();
    }

    @Test
    void aListOfNumbersMayBeTokens() {
        String choice = "\"delta\":{\"content\":\"hi.\"},\"finish_reason\":null,\"token_ids\":[8,9],\"n\":{\"ms\":1}";
        assertThat(GuardedJson.chat(policy(UnknownFields.DROP), choice))
                .containsExactly("\"delta\":{\"content\":\"hi.\"},\"finish_reason\":null,\"n\":{\"ms\":1}");
    }

    @Test
    void aListOfNumbersIsTextHoweverDeepTheyStand() {
        for (String list : List.of("[[8,9]]", "[{\"id\":8},{\"id\":9}]", "{\"a\":[{\"b\":{\"c\":8}}]}")) {
            String choice = "\"delta\":{\"content\":\"hi.\"},\"finish_reason\":null,\"ids\":" + list;
            assertThat(GuardedJson.chat(policy(UnknownFields.DROP), choice))
                    .as(list)
                    .containsExactly("\"delta\":{\"content\":\"hi.\"},\"finish_reason\":null");
        }
    }

    @Test
    void theIdAndTheTypeOfACallAreLookedAt() {
        String call =
                "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"type\":\"%s\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{}\"}}]},\"logprobs\":null,\"finish_reason\":null";
        Policy policy = policy(UnknownFields.DROP);
        String plain = call.formatted("call_1", "function");
        assertThat(GuardedJson.chat(policy, plain, FINISH)).containsExactly(plain, FINISH);
        assertThat(GuardedJson.chat(policy, call.formatted("pipe bomb", "function"), FINISH))
                .containsExactly(END);
        assertThat(GuardedJson.chat(policy, call.formatted("call_1", "pipe bomb"), FINISH))
                .containsExactly(END);
        assertThat(GuardedJson.chat(policy, call.formatted("a bluebird", "function"), FINISH))
                .containsExactly(call.formatted("a bird", "function"), FINISH);
    }

    @Test
    void aLateNameEndsTheChoiceAndIsReported() {
        ChatGuard guard = new ChatGuard(
                policy(UnknownFields.DROP),
                1,
                new Verdicts(policy(UnknownFields.DROP), Results.of(policy(UnknownFields.DROP), List.of())),
                choice -> {});
        StringBuilder out = new StringBuilder();
        for (String call : List.of("\"name\":\"f\",\"arguments\":\"{}\"", "\"name\":\"g\"")) {
            guard.chunk(
                    GuardedJson.chatChunk(
                            "{\"id\":\"c\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                                    + "{\"function_call\":{" + call + "}},\"finish_reason\":null}]}"),
                    each -> out.append(GuardedJson.json(each)));
        }
        assertThat(out)
                .contains("\"finish_reason\":\"content_filter\"")
                .contains("\"flagged\":true")
                .contains("\"late-name\":true");
    }
}
