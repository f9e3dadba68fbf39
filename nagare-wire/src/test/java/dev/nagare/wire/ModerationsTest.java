package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to judge texts and their answers, as values. */
class ModerationsTest {
    @Test
    void theThreeFormsOfInputAreTold() {
        assertThat(decode("{\"input\":\"x\"}")).isEqualTo(ModerationRequest.of(ModerationInput.of("x")));
        assertThat(decode("{\"input\":[\"x\",\"y\"]}").input()).isEqualTo(ModerationInput.of(List.of("x", "y")));
        assertThat(decode("{\"input\":[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"image_url\",\"image_url\":"
                                + "{\"url\":\"https://example.org/a.png\"}},{\"type\":\"smell\",\"of\":1}]}")
                        .input())
                .isEqualTo(new ModerationInput.Parts(List.of(
                        TextPart.of("x"), ImagePart.of("https://example.org/a.png"), new OtherPart("smell", (JsonObject)
                                Json.parse("{\"type\":\"smell\",\"of\":1}")))));
    }

    @Test
    void aParameterThatIsNotKnownIsNamedAndKept() {
        ModerationRequest request = decode("{\"top_k\":1,\"input\":\"x\",\"model\":null,\"y\":[]}");
        assertThat(request.unknownParameters()).containsExactly("top_k", "y");
        assertThat(request.model()).isNull();
        assertThat(Texts.text(ModerationRequestCodec.encode(request)))
                .isEqualTo("{\"input\":\"x\",\"model\":null,\"top_k\":1,\"y\":[]}");
    }

    @Test
    void anAnswerIsWrittenInTheOriginalsOrder() {
        ModerationResult result = new ModerationResult(
                true,
                Map.of("pii/email", true),
                Map.of("pii/email", 1.0),
                Map.of("pii/email", List.of("text")),
                JsonObject.EMPTY);
        assertThat(Texts.text(ModerationResponseCodec.encode(
                        new ModerationResponse("modr-1", "m", List.of(result), JsonObject.EMPTY))))
                .isEqualTo("{\"id\":\"modr-1\",\"model\":\"m\",\"results\":[{\"flagged\":true,\"categories\":"
                        + "{\"pii/email\":true},\"category_scores\":{\"pii/email\":1.0},"
                        + "\"category_applied_input_types\":{\"pii/email\":[\"text\"]}}]}");
    }

    @Test
    void onlyTheResultsAndTheirFlagsMustBeThere() {
        ModerationResponse response =
                ModerationResponseCodec.decode(Texts.bytes("{\"results\":[{\"flagged\":true},{\"flagged\":false}]}"));
        assertThat(response.id()).isEmpty();
        assertThat(response.model()).isEmpty();
        assertThat(response.results()).extracting(ModerationResult::flagged).containsExactly(true, false);
        assertThat(response.results().get(0).categories()).isEmpty();
        assertThat(response.results().get(0).categoryAppliedInputTypes()).isNull();
    }

    @Test
    void aCategoryThatAModelDoesNotKnowIsNull() {
        String line = Fixtures.lines("moderations.jsonl").get(1);
        ModerationResult result =
                ModerationResponseCodec.decode(Texts.bytes(line)).results().get(0);
        assertThat(result.categories()).containsEntry("illicit", null).containsEntry("hate", false);
        assertThat(result.categoryScores()).containsEntry("illicit", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"results\":{}}",
                "{\"results\":[7]}",
                "{\"results\":[{}]}",
                "{\"results\":[{\"flagged\":\"yes\"}]}",
                "{\"results\":[{\"flagged\":true,\"categories\":{\"a\":1}}]}",
                "{\"results\":[{\"flagged\":true,\"category_applied_input_types\":{\"a\":\"text\"}}]}"
            })
    void whatIsNoAnswerIsSaidToBeNone(String body) {
        assertThatThrownBy(() -> ModerationResponseCodec.decode(Texts.bytes(body)))
                .isInstanceOfSatisfying(
                        MalformedJsonException.class,
                        e -> assertThat(Objects.requireNonNull(e.getMessage())).hasSizeLessThan(400));
    }

    private static ModerationRequest decode(String body) {
        return ModerationRequestCodec.decode(Texts.bytes(body));
    }
}
