package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a request a guard looks at. */
class InputTextTest {
    private static List<String> texts(String messages) {
        String json = "{\"model\":\"m\",\"messages\":[" + messages + "]}";
        return InputText.of(ChatCompletionRequestCodec.decode(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void namesAreTextToo() {
        assertThat(texts("{\"role\":\"system\",\"name\":\"n1\",\"content\":\"a\"},"
                        + "{\"role\":\"developer\",\"name\":\"n2\",\"content\":\"b\"},"
                        + "{\"role\":\"user\",\"name\":\"n3\",\"content\":\"c\"},"
                        + "{\"role\":\"assistant\",\"name\":\"n4\",\"content\":\"d\",\"refusal\":\"e\"},"
                        + "{\"role\":\"function\",\"name\":\"n5\",\"content\":\"f\"}"))
                .containsExactly("n1", "a", "n2", "b", "n3", "c", "n4", "d", "e", "n5", "f");
    }

    @Test
    void callsHaveNamesAndArguments() {
        assertThat(texts("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"pipe_bomb\",\"arguments\":\"{\\\"a\\\":\\\"\\\\u0062\\\"}\"}},{\"id\":\"2\","
                        + "\"type\":\"custom\",\"custom\":{\"name\":\"tool\",\"input\":\"text\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"done\"}"))
                .containsExactly("pipe_bomb", "{\na\n:\nb\n}", "tool", "text", "done");
        assertThat(texts("{\"role\":\"assistant\",\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}"))
                .containsExactly("f");
    }

    @Test
    void aPromptOfTokensHasNoText() {
        CompletionRequest.Builder request = CompletionRequest.builder().model("m");
        assertThat(InputText.of(request.prompt(Prompt.of("a")).build())).containsExactly("a");
        assertThat(InputText.of(
                        request.prompt(new Prompt.Texts(List.of("a", "b"))).build()))
                .containsExactly("a", "b");
        assertThat(InputText.of(request.prompt(new Prompt.Tokens(List.of(1))).build()))
                .isEmpty();
    }
}
