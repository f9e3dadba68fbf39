package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentPiecesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"a\" | a | ",
                "null | | ",
                "[{\"type\":\"text\",\"text\":\"a\"}] | a | ",
                "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}] | ab | ",
                "[{\"type\":\"thinking\",\"thinking\":\"t\"}] | | t",
                "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"t\"}]},{\"type\":\"text\",\"text\":\"a\"}] | a | t",
                "[7,\"x\",{\"type\":\"text\"},{\"type\":\"text\",\"text\":1},{\"type\":\"text\",\"text\":\"a\"}] | a | ",
            })
    void areTheTextAndTheReasoning(String content, @Nullable String text, @Nullable String reasoning) {
        Delta delta = delta(content);
        assertThat(delta.content()).isEqualTo(text);
        assertThat(delta.reasoningContent()).isEqualTo(reasoning);
        assertThat(delta.additional().member("content") instanceof JsonArray).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[]", "[7]", "[{\"type\":\"image_url\",\"image_url\":{}}]"})
    void areNoneInAnArrayWithoutTextWhichIsKept(String content) {
        Delta delta = delta(content);
        assertThat(delta.content()).isNull();
        assertThat(delta.additional().member("content")).isEqualTo(Json.parse(content));
    }

    @ParameterizedTest
    @CsvSource({"reasoning_content", "reasoning"})
    void giveWayToReasoningUnderItsOwnName(String name) {
        assertThat(delta("[{\"type\":\"thinking\",\"thinking\":\"t\"}],\"" + name + "\":\"r\"")
                        .reasoningContent())
                .isEqualTo("r");
    }

    private static Delta delta(String content) {
        return ChatCompletionChunkCodec.decode(
                        Texts.bytes("{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + content + "}}]}"))
                .choices()
                .get(0)
                .delta();
    }
}
