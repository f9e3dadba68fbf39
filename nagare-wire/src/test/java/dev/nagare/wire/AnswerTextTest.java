package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole text of an answer, which is that of its first choice. */
class AnswerTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"message\":{\"content\":\"Two.\"}}]|Two.",
                "[{\"message\":{\"content\":\"a\"}},{\"index\":1,\"message\":{\"content\":\"b\"}}]|a",
                "[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]|``",
                "[{\"message\":{}}]|``",
                "[]|``"
            })
    void ofAChat(String choices, String text) {
        assertThat(ChatCompletionCodec.decode(Texts.bytes("{\"choices\":" + choices + "}"))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[{\"text\":\"2\"},{\"index\":1,\"text\":\"3\"}]|2", "[{}]|``", "[]|``"})
    void ofTheOlderEndpoint(String choices, String text) {
        assertThat(CompletionCodec.decode(Texts.bytes("{\"choices\":" + choices + "}"))
                        .text())
                .isEqualTo(text);
    }
}
