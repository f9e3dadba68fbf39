package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A policy around a client's stream of the older endpoint. */
class GuardCompletionFilterTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "pipe bomb"))
            .rule(Rule.phrases("bees", "bee").redact("[x]"))
            .build();

    private final List<CompletionChunk> out = new ArrayList<>();

    @Test
    void aBlockedChoiceEndsTheStream() {
        GuardCompletionFilter filter = new GuardCompletionFilter(POLICY, 1);
        filter.chunk(chunk(0, "a pi", null), out::add);
        assertThat(text(0)).isEqualTo("a ");
        filter.chunk(chunk(0, "pe bomb.", null), out::add);
        assertThat(text(0)).isEqualTo("a ");
        assertThat(filter.isOver()).isTrue();
        assertThat(out.get(out.size() - 1).choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void theStreamGoesOnWhileAnotherChoiceDoes() {
        GuardCompletionFilter filter = new GuardCompletionFilter(POLICY, 2);
        filter.chunk(chunk(0, "pipe bomb.", null), out::add);
        assertThat(filter.isOver()).isFalse();
        filter.chunk(chunk(1, "a bee", null), out::add);
        filter.chunk(chunk(1, " flew", FinishReason.STOP), out::add);
        assertThat(filter.isOver()).isTrue();
        assertThat(text(0)).isEmpty();
        assertThat(text(1)).isEqualTo("a [x] flew");
    }

    @Test
    void whatIsHeldGoesAtTheEndOfAWholeStreamAndNotOfACutOne() {
        GuardCompletionFilter whole = new GuardCompletionFilter(POLICY, 1);
        whole.chunk(chunk(0, "a pipe", null), out::add);
        whole.end(new StreamEnd.Completed(true), out::add);
        assertThat(text(0)).isEqualTo("a pipe");
        assertThat(whole.isOver()).isFalse();
        out.clear();
        GuardCompletionFilter cut = new GuardCompletionFilter(POLICY, 1);
        cut.chunk(chunk(0, "a pipe", null), out::add);
        cut.end(new StreamEnd.Truncated(List.of(0), false), out::add);
        assertThat(text(0)).isEqualTo("a ");
    }

    private String text(int index) {
        return out.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .filter(choice -> choice.index() == index)
                .map(CompletionChoice::text)
                .collect(Collectors.joining());
    }

    private static CompletionChunk chunk(int index, String text, @Nullable FinishReason reason) {
        CompletionChoice choice = new CompletionChoice(text, index, null, reason, JsonObject.EMPTY);
        return new CompletionChunk("c", 1L, List.of(choice), "m", null, null, JsonObject.EMPTY);
    }
}
