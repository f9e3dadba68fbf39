package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The parameters of requests as values of their own, made in a program and read from the wire. */
class RequestValuesTest {
    private static final JsonObject OBJECT_SCHEMA = (JsonObject) Json.parse("{\"type\":\"object\"}");

    @Test
    void aRequestMadeInAProgramIsWrittenAsTheProtocolSays() {
        ChatCompletionRequest request = ChatCompletionRequest.builder()
                .model("m")
                .message(new UserMessage(
                        new PartsContent(List.of(TextPart.of("See"), ImagePart.of("https://example.org/sea.png"))),
                        null,
                        JsonObject.EMPTY))
                .responseFormat(ResponseFormat.schema("tide", OBJECT_SCHEMA))
                .tools(Tool.function("tide_at", "When the tide is", OBJECT_SCHEMA))
                .toolChoice(ToolChoice.function("tide_at"))
                .functionCall(FunctionChoice.AUTO)
                .reasoningEffort(ReasoningEffort.LOW)
                .verbosity(Verbosity.HIGH)
                .serviceTier(ServiceTier.FLEX)
                .modalities(List.of(Modality.TEXT))
                .prediction(Prediction.of("p"))
                .metadata(Map.of("k", "v"))
                .promptCacheRetention(PromptCacheRetention.ONE_DAY)
                .moderation(new ModerationOptions("omni", null, JsonObject.EMPTY))
                .build();
        assertThat(Texts.text(ChatCompletionRequestCodec.encode(request)))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"See\"},{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"https://example.org/sea.png\"}}]}],\"response_format\":{\"type\":\"json_schema\","
                        + "\"json_schema\":{\"name\":\"tide\",\"schema\":{\"type\":\"object\"}}},"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"tide_at\","
                        + "\"description\":\"When the tide is\",\"parameters\":{\"type\":\"object\"}}}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"tide_at\"}},"
                        + "\"function_call\":\"auto\",\"reasoning_effort\":\"low\",\"verbosity\":\"high\","
                        + "\"service_tier\":\"flex\",\"modalities\":[\"text\"],\"prediction\":{\"type\":\"content\","
                        + "\"content\":\"p\"},\"metadata\":{\"k\":\"v\"},\"prompt_cache_retention\":\"24h\","
                        + "\"moderation\":{\"model\":\"omni\"}}");
    }

    @Test
    void responseFormatsAreTold() {
        assertThat(decode("\"response_format\":{\"type\":\"text\"}").responseFormat())
                .isEqualTo(ResponseFormat.TEXT);
        assertThat(decode("\"response_format\":{\"type\":\"json_object\"}").responseFormat())
                .isEqualTo(ResponseFormat.JSON_OBJECT);
        assertThat(decode("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                                + "\"schema\":{\"type\":\"object\"}}}")
                        .responseFormat())
                .isEqualTo(ResponseFormat.schema("n", OBJECT_SCHEMA));
        assertThat(decode("\"response_format\":{\"type\":\"regex\",\"pattern\":\"a+\"}")
                        .responseFormat())
                .isEqualTo(new ResponseFormat.Other(
                        "regex", (JsonObject) Json.parse("{\"type\":\"regex\",\"pattern\":\"a+\"}")));
    }

    @Test
    void toolChoicesAreTold() {
        assertThat(decode("\"tool_choice\":\"none\"").toolChoice()).isEqualTo(ToolChoice.NONE);
        assertThat(decode("\"tool_choice\":\"auto\"").toolChoice()).isEqualTo(ToolChoice.AUTO);
        assertThat(decode("\"tool_choice\":\"required\"").toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(decode("\"tool_choice\":\"any\"").toolChoice()).isEqualTo(new ToolChoice.Mode("any"));
        assertThat(decode("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")
                        .toolChoice())
                .isEqualTo(ToolChoice.function("f"));
        assertThat(decode("\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
                                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}")
                        .toolChoice())
                .isEqualTo(new ToolChoice.Allowed(
                        new ToolChoice.AllowedTools(
                                new ToolChoice.Mode("required"), List.of(ToolChoice.function("f")), JsonObject.EMPTY),
                        JsonObject.EMPTY));
    }

    @Test
    void partsAreToldByTheirType() {
        ChatCompletionRequest request = ChatCompletionRequestCodec.decode(
                Texts.bytes(Fixtures.lines("chat-requests.jsonl").get(1)));
        assertThat(request.messages().get(2).content())
                .isInstanceOfSatisfying(
                        PartsContent.class,
                        content -> assertThat(content.parts())
                                .extracting(part -> (Object) part.getClass())
                                .containsExactly(
                                        TextPart.class,
                                        ImagePart.class,
                                        AudioPart.class,
                                        FilePart.class,
                                        OtherPart.class));
        assertThat(request.tools())
                .extracting(tool -> (Object) tool.getClass())
                .containsExactly(Tool.Function.class, Tool.Custom.class, Tool.Other.class);
        assertThat(request.tools()).extracting(Tool::type).containsExactly("function", "custom", "web_search");
        assertThat(Objects.requireNonNull(request.streamOptions()).continuousUsageStats())
                .isTrue();
        assertThat(request.modalities()).containsExactly(Modality.TEXT, Modality.AUDIO);
        assertThat(Objects.requireNonNull(request.moderation()).policy())
                .isEqualTo(new ModerationOptions.Policy(
                        new ModerationOptions.Rule(ModerationMode.SCORE, JsonObject.EMPTY),
                        new ModerationOptions.Rule(ModerationMode.BLOCK, JsonObject.EMPTY),
                        JsonObject.EMPTY));
    }

    @Test
    void aWordThatIsNotKnownIsKept() {
        ChatCompletionRequest request = decode("\"reasoning_effort\":\"extreme\",\"service_tier\":\"gold\"");
        assertThat(request.reasoningEffort()).isEqualTo(new ReasoningEffort("extreme"));
        assertThat(request.serviceTier()).hasToString("gold");
    }

    @Test
    void aBuilderOfARequestMakesTheSameRequest() {
        for (String line : Fixtures.lines("chat-requests.jsonl")) {
            ChatCompletionRequest request = ChatCompletionRequestCodec.decode(Texts.bytes(line));
            assertThat(request.toBuilder().build()).isEqualTo(request);
        }
        for (String line : Fixtures.lines("completion-requests.jsonl")) {
            CompletionRequest request = CompletionRequestCodec.decode(Texts.bytes(line));
            assertThat(request.toBuilder().build()).isEqualTo(request);
        }
    }

    @Test
    void listsCannotBeChangedFromOutside() {
        List<Tool> tools = new ArrayList<>(List.of(Tool.function("f", null, null)));
        ChatCompletionRequest request =
                ChatCompletionRequest.builder().model("m").tools(tools).build();
        tools.clear();
        assertThat(request.tools()).hasSize(1);
        assertThatThrownBy(() -> request.tools().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static ChatCompletionRequest decode(String parameters) {
        return ChatCompletionRequestCodec.decode(Texts.bytes(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + parameters + "}"));
    }
}
