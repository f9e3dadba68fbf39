package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chunks in the shapes of recordings, of the original service and of others: without rules each passes as it came. */
class PassThroughTest {
    private static final String CHAT =
            "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";

    private static final List<String> CHATS = List.of(
            CHAT + "\"service_tier\":\"default\",\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"delta\":"
                    + "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"finish_reason\":null}],"
                    + "\"usage\":null,\"obfuscation\":\"WuQNX\"}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Foo\"},\"logprobs\":{\"content\":[{\"token\":\"Foo\","
                    + "\"logprob\":-0.0025,\"bytes\":[70,111,111],\"top_logprobs\":[{\"token\":\"Bar\",\"logprob\":-6.5,"
                    + "\"bytes\":[66,97,114]}]}],\"refusal\":null},\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"},\"logprobs\":{\"content\":[{\"token\":\"other\","
                    + "\"logprob\":-0.5,\"bytes\":[1],\"top_logprobs\":[]}],\"refusal\":null},\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I'm\"},\"logprobs\":null,\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,"
                    + "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\",\"x\":\"kept\"},"
                    + "\"y\":\"kept\"}],\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"\"}}]},"
                    + "\"finish_reason\":null}]}",
            CHAT + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"type\":\"custom\",\"custom\":"
                    + "{\"name\":\"g\",\"input\":\"i\",\"x\":\"kept\"}}]},\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\",\"x\":\"kept\"}},"
                    + "\"finish_reason\":null}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\",\"annotations\":[{\"url\":\"u\"}]},"
                    + "\"finish_reason\":\"\",\"token_ids\":[1,2]}],\"provider\":\"somebody\"}",
            CHAT
                    + "\"choices\":[{\"index\":1,\"delta\":{\"content\":\"last\"},\"logprobs\":null,\"finish_reason\":\"length\"}]}",
            CHAT
                    + "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"tool_calls\",\"x\":\"kept\"}],"
                    + "\"usage\":null}",
            CHAT + "\"choices\":[],\"moderation\":{\"input\":{\"type\":\"error\",\"code\":\"c\",\"message\":\"m\"},"
                    + "\"output\":null}}",
            CHAT + "\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}");

    private static final List<String> COMPLETIONS = List.of(
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"choices\":[{\"text\":\" +\",\"index\":1,"
                    + "\"logprobs\":null,\"finish_reason\":null}],\"model\":\"m\"}",
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"choices\":[{\"text\":\" ebb\",\"index\":0,"
                    + "\"logprobs\":{\"text_offset\":[12],\"token_logprobs\":[-1.25],\"tokens\":[\"other\"],"
                    + "\"top_logprobs\":[{\" ebb\":-1.25}],\"x\":\"kept\"},\"finish_reason\":null,\"y\":\"kept\"}],\"model\":\"m\","
                    + "\"system_fingerprint\":\"fp\",\"usage\":null,\"z\":\"kept\"}",
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"choices\":[{\"text\":\":\\n\",\"index\":0,"
                    + "\"logprobs\":null,\"finish_reason\":\"length\"}],\"model\":\"m\"}",
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"usage\":"
                    + "{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3},\"choices\":[]}");

    @Test
    void withoutRulesEveryChunkOfAChatPassesAsItCame() {
        GuardChunkFilter filter = new GuardChunkFilter(Policy.none(), 2);
        for (String json : CHATS) {
            List<ChatCompletionChunk> out = new ArrayList<>();
            ChatCompletionChunk chunk = GuardedJson.chatChunk(json);
            filter.chunk(chunk, out::add);
            assertThat(out).containsExactly(chunk);
            assertThat(GuardedJson.json(out.get(0))).isEqualTo(json);
        }
        assertThat(filter.isOver()).isFalse();
        filter.end(new StreamEnd.Completed(true), chunk -> {
            throw new AssertionError("nothing is held back");
        });
    }

    @Test
    void withoutRulesEveryChunkOfTheOlderEndpointPassesAsItCame() {
        GuardCompletionFilter filter = new GuardCompletionFilter(Policy.none(), 2);
        for (String json : COMPLETIONS) {
            List<CompletionChunk> out = new ArrayList<>();
            CompletionChunk chunk = GuardedJson.completionChunk(json);
            filter.chunk(chunk, out::add);
            assertThat(out).containsExactly(chunk);
            assertThat(GuardedJson.json(out.get(0))).isEqualTo(json);
        }
        filter.end(new StreamEnd.Completed(true), chunk -> {
            throw new AssertionError("nothing is held back");
        });
    }

    @Test
    void rulesThatFindNothingChangeNothingOfTheOrdinaryShapes() {
        Policy policy =
                Policy.builder("p").rule(Rule.phrases("w", "zebra").anywhere()).build();
        for (int shape : new int[] {1, 3, 5, 12}) {
            GuardChunkFilter filter = new GuardChunkFilter(policy, 2);
            ChatCompletionChunk chunk = GuardedJson.chatChunk(CHATS.get(shape));
            List<ChatCompletionChunk> out = new ArrayList<>();
            filter.chunk(chunk, out::add);
            assertThat(out).containsExactly(chunk);
        }
    }

    @Test
    void verdictsComeAlsoWithoutRules() {
        Policy none = Policy.none();
        ChatGuard guard = new ChatGuard(none, 2, new Verdicts(none, Results.of(none, List.of())), choice -> {});
        List<ChatCompletionChunk> out = new ArrayList<>();
        CHATS.forEach(json -> guard.chunk(GuardedJson.chatChunk(json), out::add));
        guard.end(true, out::add);
        assertThat(out).hasSize(CHATS.size() + 1);
        ChatCompletionChunk told = out.get(11);
        assertThat(told.choices()).isEmpty();
        assertThat(GuardedJson.json(told))
                .contains("\"moderation\":{\"input\":")
                .contains("\"flagged\":false");
        assertThat(guard.isOver()).isTrue();
        assertThat(guard.isEndedByRule()).isFalse();
    }
}
