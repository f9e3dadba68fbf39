package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatClientBuilder;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import dev.nagare.server.NagareServer;
import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardsTest {
    @Test
    void anAnswerToSeveralPromptsGoesOnWhereARuleHasEndedOne() throws InterruptedException {
        Policy policy = Policy.builder("days")
                .rule(Rule.phrases("thursday", "thursday"))
                .build();
        try (CompletionEngine engine = Engines.local(List.of(), Map.of(), null);
                NagareServer server = Engines.start(engine, "127.0.0.1", 0)) {
            ChatClientBuilder client = ChatClient.builder().baseUrl("http://127.0.0.1:" + server.port() + "/v1");
            Guards.around(client, policy);
            Completion answer = client.build().stream(CompletionRequest.builder()
                            .model("any")
                            .prompt(new Prompt.Texts(List.of("Monday, Tuesday,", "1, 2, 3,")))
                            .temperature(0.0)
                            .maxTokens(40)
                            .build())
                    .completion();
            assertThat(answer.choices()).hasSize(2);
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
            assertThat(answer.choices().get(0).text()).doesNotContain("Thursday");
            assertThat(answer.choices().get(1).finishReason()).isNotEqualTo(FinishReason.CONTENT_FILTER);
            assertThat(answer.choices().get(1).text()).startsWith(" 4, 5, 6, 7, 8, 9, 10");
        }
    }
}
