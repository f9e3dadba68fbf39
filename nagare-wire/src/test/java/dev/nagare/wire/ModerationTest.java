package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTest {
    private static final String RESULT = "{\"type\":\"moderation_result\",\"model\":\"omni\",\"flagged\":true,"
            + "\"categories\":{\"violence\":true},\"category_scores\":{\"violence\":0.75},"
            + "\"category_applied_input_types\":{\"violence\":[\"text\"]}}";
    private static final ModerationVerdict.Results RESULTS = new ModerationVerdict.Results(
            "omni",
            List.of(new ModerationVerdict.Result(
                    "moderation_result",
                    "omni",
                    true,
                    Map.of("violence", true),
                    Map.of("violence", 0.75),
                    Map.of("violence", List.of("text")),
                    JsonObject.EMPTY)),
            JsonObject.EMPTY);

    @Test
    void isReadOnAChunk() {
        Moderation moderation = moderation("{\"input\":{\"type\":\"moderation_results\",\"model\":\"omni\","
                + "\"results\":[" + RESULT + "]},\"output\":{\"type\":\"error\",\"code\":\"c\",\"message\":\"m\"}}");
        assertThat(moderation)
                .isEqualTo(new Moderation(
                        RESULTS, new ModerationVerdict.Failed("c", "m", JsonObject.EMPTY), JsonObject.EMPTY));
    }

    @Test
    void isWrittenInTheOriginalsOrder() {
        ChatCompletionChunk chunk = new ChatCompletionChunk(
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                new Moderation(RESULTS, null, JsonObject.EMPTY),
                null,
                JsonObject.EMPTY);
        assertThat(Texts.text(ChatCompletionChunkCodec.encode(chunk)))
                .isEqualTo("{\"object\":\"chat.completion.chunk\",\"choices\":[],\"moderation\":{\"input\":"
                        + "{\"type\":\"moderation_results\",\"model\":\"omni\",\"results\":[" + RESULT + "]}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"moderation_results\"}",
                "{\"type\":\"moderation_results\",\"model\":\"m\",\"results\":[{\"flagged\":\"yes\"}]}",
                "{\"type\":\"error\",\"code\":5,\"message\":\"m\"}",
                "{\"type\":\"something_new\",\"x\":1}",
                "{\"type\":7}",
                "[\"flagged\"]",
                "true"
            })
    void aVerdictOfAnotherFormIsKept(String verdict) {
        Moderation moderation = moderation("{\"input\":" + verdict + "}");
        assertThat(moderation.input())
                .isInstanceOfSatisfying(
                        ModerationVerdict.Other.class,
                        other -> assertThat(other.value()).isEqualTo(Json.parse(verdict)));
    }

    @Test
    void whatIsNoObjectIsLeftAsItIs() {
        ChatCompletionChunk chunk = chunk("\"none\"");
        assertThat(chunk.moderation()).isNull();
        assertThat(chunk.additional().member("moderation")).isEqualTo(new JsonString("none"));
    }

    private static Moderation moderation(String json) {
        return Objects.requireNonNull(chunk(json).moderation());
    }

    private static ChatCompletionChunk chunk(String moderation) {
        return ChatCompletionChunkCodec.decode(Texts.bytes("{\"choices\":[],\"moderation\":" + moderation + "}"));
    }
}
