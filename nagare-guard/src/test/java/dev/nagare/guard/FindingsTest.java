package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a guard remembers of a choice, and tells of it. */
class FindingsTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "pipe bomb"))
            .rule(Rule.phrases("birds", "bluebird").redact("[bird]"))
            .rule(Rule.phrases("e", "e").anywhere().annotate())
            .build();

    private final List<ChatCompletionChunk> out = new ArrayList<>();
    private final ChatGuard guard =
            new ChatGuard(POLICY, 1, new Verdicts(POLICY, Results.of(POLICY, List.of())), choice -> {});

    private void say(ChunkChoice choice) {
        guard.chunk(
                new ChatCompletionChunk("c", 1L, "m", null, null, List.of(choice), null, null, null, JsonObject.EMPTY),
                out::add);
    }

    private ModerationVerdict.Result told() {
        Moderation moderation = Objects.requireNonNull(out.get(out.size() - 1).moderation());
        return ((ModerationVerdict.Results) Objects.requireNonNull(moderation.output()))
                .results()
                .get(0);
    }

    private static String json(ModerationVerdict.Result result) {
        ModerationVerdict.Results all = new ModerationVerdict.Results("m", List.of(result), JsonObject.EMPTY);
        return GuardedJson.json(ChatGuard.NO_ENVELOPE.withModeration(new Moderation(null, all, JsonObject.EMPTY)));
    }

    @Test
    void theModerationChunkNamesPlacesInTheTextThatIsShown() {
        say(ChunkChoice.content(0, "a blue"));
        say(ChunkChoice.content(0, "bird, a bluebird and a pi"));
        say(ChunkChoice.content(0, "pe bomb"));
        say(ChunkChoice.content(0, " more"));
        assertThat(json(told()))
                .contains("\"x_guard\":{\"spans\":[{\"field\":\"content\",\"start\":2,\"end\":8,\"rule\":\"birds\"},"
                        + "{\"field\":\"content\",\"start\":12,\"end\":18,\"rule\":\"birds\"},"
                        + "{\"field\":\"content\",\"start\":25,\"end\":25,\"rule\":\"bombs\"}]}");
    }

    @Test
    void withoutAChangeTheResultIsTheProtocols() {
        say(ChunkChoice.content(0, "three bees."));
        say(ChunkChoice.finish(0, FinishReason.STOP));
        assertThat(told().additional()).isEqualTo(JsonObject.EMPTY);
        assertThat(told().categories()).containsEntry("e", true).containsEntry("birds", false);
    }

    @Test
    void whatIsRememberedDoesNotGrowWithTheText() {
        Findings findings = new Findings(POLICY);
        FieldGuard<?> field = findings.field("content");
        for (int i = 0; i < 10_000; i++) {
            field.accept("eee bluebird, ", List.of());
        }
        assertThat(findings.places()).hasSize(Findings.PLACES);
        assertThat(findings.categories()).containsExactly("e", "birds");
    }
}
