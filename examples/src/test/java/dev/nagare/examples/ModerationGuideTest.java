package dev.nagare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.ChatClient;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.Policy;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.UserMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The guide's snippets are compiled, and do what the guide says. */
class ModerationGuideTest {
    private static final Policy POLICY = ModerationGuide.policy();
    private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
            .model("m")
            .message(UserMessage.of("Tell me."))
            .build();

    @Test
    void everySnippetOfTheGuideIsCompiled() throws IOException {
        Path source = Path.of("src", "main", "java", "dev", "nagare", "examples", "ModerationGuide.java");
        assertThat(Guide.compiledSnippets("moderation.md", source)).hasSize(6);
    }

    @Test
    void anyTextIsGuarded() {
        assertThat(ModerationGuide.anyText(POLICY)).containsExactly("Take a ", "pipe");
    }

    @Test
    void anEngineIsGuarded() {
        RecordingSink<ChatCompletionChunk> shown =
                answer(ModerationGuide.engine(engine("Ask jane@", "example.org for a pipe", " bomb."), POLICY));
        assertThat(text(shown)).isEqualTo("Ask [e-mail] for a ");
        assertThat(lastReason(shown)).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void aJudgeStandsAroundTheRules() {
        RecordingSink<ChatCompletionChunk> shown =
                answer(ModerationGuide.judge(engine("Ask jane@example.org. ", "You stupid"), POLICY));
        assertThat("Ask [e-mail]. You ").startsWith(text(shown));
        assertThat(lastReason(shown)).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(lastReason(answer(ModerationGuide.judge(engine("A pipe"), POLICY))))
                .isEqualTo(FinishReason.STOP);
    }

    @Test
    void aClientIsGuarded() {
        try (ScriptedEngine engine = engine("A nail", " bomb.");
                NagareServer server =
                        NagareServer.start(ServerConfig.builder().port(0).build(), engine)) {
            ChatClient client = ModerationGuide.client(POLICY)
                    .with(changed -> changed.baseUrl("http://127.0.0.1:" + server.port() + "/v1"));
            assertThat(client.stream(REQUEST).text()).containsExactly("A ");
        }
    }

    private static ScriptedEngine engine(String... pieces) {
        return ScriptedEngine.answering(pieces);
    }

    private static RecordingSink<ChatCompletionChunk> answer(CompletionEngine engine) {
        try (engine) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(REQUEST, sink);
            sink.awaitEnd();
            return sink;
        }
    }

    private static String text(RecordingSink<ChatCompletionChunk> sink) {
        StringBuilder text = new StringBuilder();
        sink.chunks()
                .forEach(chunk -> chunk.choices().forEach(choice -> {
                    String content = choice.delta().content();
                    text.append(content == null ? "" : content);
                }));
        return text.toString();
    }

    private static @Nullable FinishReason lastReason(RecordingSink<ChatCompletionChunk> sink) {
        List<ChatCompletionChunk> chunks = sink.chunks();
        return chunks.get(chunks.size() - 1).choices().get(0).finishReason();
    }
}
