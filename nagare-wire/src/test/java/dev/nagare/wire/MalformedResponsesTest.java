package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedResponsesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|expected an object",
                "7|expected an object",
                "{\"choices\":{}}|'choices'",
                "{\"choices\":[1]}|'choices[0]'",
                "{\"choices\":[{\"index\":\"0\"}]}|'choices[0].index'",
                "{\"choices\":[{\"delta\":[]}]}|'choices[0].delta'",
                "{\"choices\":[{\"delta\":{\"content\":{}}}]}|'choices[0].delta.content'",
                "{\"choices\":[{\"finish_reason\":1}]}|'choices[0].finish_reason'",
                "{\"choices\":[{\"logprobs\":{\"content\":[{\"token\":\"a\"}]}}]}|'choices[0].logprobs.content[0].logprob'",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":99999999999}]}}]}|tool_calls[0].index'",
                "{\"usage\":{\"prompt_tokens\":\"1\"}}|'usage.prompt_tokens'"
            })
    void aChunkOfAnotherShapeIsRefusedWithThePlace(String json, String place) {
        assertThatThrownBy(() -> ChatCompletionChunkCodec.decode(Texts.bytes(json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining(place);
    }

    @Test
    void aWholeCompletionNeedsChoicesAndMessages() {
        assertThatThrownBy(() -> ChatCompletionCodec.decode(Texts.bytes("{}"))).hasMessageContaining("'choices'");
        assertThatThrownBy(() -> ChatCompletionCodec.decode(Texts.bytes("{\"choices\":[{}]}")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("'choices[0].message'");
        assertThatThrownBy(() -> ModelCodec.decode(Texts.bytes("{}"))).hasMessageContaining("'id'");
        assertThatThrownBy(() -> ModelCodec.decodeList(Texts.bytes("{}"))).hasMessageContaining("'data'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"cmpl-1\",\"object\":\"text_completion\"}",
                "{\"choices\":null}",
                "{\"detail\":\"no\"}"
            })
    void anAnswerWithoutChoicesIsNone(String json) {
        assertThatThrownBy(() -> CompletionCodec.decode(Texts.bytes(json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("the required member 'choices' is missing");
        assertThatThrownBy(() -> ChatCompletionCodec.decode(Texts.bytes(json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("the required member 'choices' is missing");
    }

    @Test
    void aChunkNeedsNoChoices() {
        assertThat(CompletionChunkCodec.decode(Texts.bytes("{}")).choices()).isEmpty();
        assertThat(ChatCompletionChunkCodec.decode(Texts.bytes("{}")).choices()).isEmpty();
    }

    @Test
    void labelsOfAnotherTypeDoNotMatter() {
        ChatCompletionChunk chunk = ChatCompletionChunkCodec.decode(
                Texts.bytes("{\"id\":7,\"created\":1.5,\"model\":[],\"obfuscation\":1,\"choices\":[]}"));
        assertThat(chunk.id()).isNull();
        assertThat(chunk.created()).isNull();
        assertThat(chunk.model()).isNull();
        assertThat(chunk.additional().members()).containsOnlyKeys("id", "created", "model", "obfuscation");
    }

    @Test
    void leftOutCountsAreCompleted() {
        ChatCompletionChunk chunk = ChatCompletionChunkCodec.decode(
                Texts.bytes("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4.0}}"));
        assertThat(chunk.usage()).isEqualTo(Usage.of(3, 4));
    }

    @Test
    void aValueWithAComponentSetAfterwardsIsWrittenOnce() {
        ChatCompletionChunk read = ChatCompletionChunkCodec.decode(Texts.bytes("{\"choices\":[],\"usage\":null}"));
        ChatCompletionChunk changed = new ChatCompletionChunk(
                "i", 1L, "m", null, null, read.choices(), Usage.of(1, 1), null, null, read.additional());
        assertThat(Texts.text(ChatCompletionChunkCodec.encode(changed)))
                .isEqualTo(
                        "{\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
    }

    @Test
    void reasoningUnderItsOtherNameIsRead() {
        ChatCompletionChunk chunk = ChatCompletionChunkCodec.decode(
                Texts.bytes("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\",\"content\":null}}]}"));
        assertThat(chunk.choices().get(0).delta().reasoningContent()).isEqualTo("hm");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {111, 112, 113, 114})
    void damageNeverGivesAnythingButAChunkOrAnException(long seed) {
        Random random = new Random(seed);
        for (String file :
                new String[] {"chat-chunks-2024.jsonl", "chat-chunks-tools.jsonl", "chat-chunks-2025.jsonl"}) {
            for (String line : Fixtures.lines(file)) {
                for (int i = 0; i < 60; i++) {
                    byte[] bytes = Texts.bytes(line);
                    for (int k = random.nextInt(4); k >= 0; k--) {
                        bytes[random.nextInt(bytes.length)] = (byte) "\"{}[]:,0-\\ntu ".charAt(random.nextInt(14));
                    }
                    byte[] damaged =
                            random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
                    try {
                        ChatCompletionChunk chunk = ChatCompletionChunkCodec.decode(damaged);
                        assertThat(ChatCompletionChunkCodec.decode(ChatCompletionChunkCodec.encode(chunk)))
                                .isEqualTo(chunk);
                    } catch (MalformedJsonException e) {
                        assertThat(e.getMessage()).hasSizeLessThan(400);
                    }
                }
            }
        }
    }
}
