package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.StreamOptions;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be joined is joined, what may not is not, and no text is lost or moved. */
class MergeQueueTest {
    private final MergeQueue<ChatCompletionChunk> queue = new MergeQueue<>(
            new ChatPresentation(ChatCompletionRequest.builder().model("m").build()));

    @Test
    void textOfOneChoiceIsJoinedAndItsMemoryIsItsLength() {
        queue.add(content(0, "a"));
        long one = queue.bytes();
        for (int i = 0; i < 1000; i++) {
            queue.add(content(0, "bc"));
        }
        assertThat(queue.bytes()).isEqualTo(one + 2000);
        assertThat(drain()).containsExactly(content(0, "a" + "bc".repeat(1000)));
        assertThat(queue.bytes()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aLongTextIsSeveralEventsInOrder() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String piece = Integer.toString(i);
            text.append(piece);
            queue.add(content(0, piece));
        }
        List<String> events = drain().stream()
                .map(chunk -> String.valueOf(chunk.choices().get(0).delta().content()))
                .toList();
        assertThat(String.join("", events)).isEqualTo(text.toString());
        assertThat(events).hasSize(text.length() / 4092 + 1).allMatch(event -> event.length() <= 4096);
    }

    @Test
    void choicesAreJoinedEachByItself() {
        queue.add(content(0, "a"));
        queue.add(content(1, "x"));
        queue.add(content(0, "b"));
        queue.add(content(1, "y"));
        assertThat(drain()).containsExactly(content(0, "ab"), content(1, "xy"));
    }

    @Test
    void nothingPassesWhatIsNotText() {
        ChatCompletionChunk finish = chunk(new ChunkChoice(1, Delta.EMPTY, null, FinishReason.STOP, JsonObject.EMPTY));
        ChatCompletionChunk role =
                chunk(new ChunkChoice(0, Delta.ROLE, null, null, ChunkChoice.NULL_LOGPROBS_AND_FINISH));
        queue.add(role);
        queue.add(content(0, "a"));
        queue.add(content(0, "b"));
        queue.add(finish);
        queue.add(content(0, "c"));
        assertThat(drain()).containsExactly(role, content(0, "ab"), finish, content(0, "c"));
    }

    @Test
    void reasoningRefusalAndContentAreNotJoinedWithEachOther() {
        ChatCompletionChunk thought = delta(new Delta(null, null, "t", null, List.of(), JsonObject.EMPTY));
        ChatCompletionChunk refusal = delta(new Delta(null, null, null, "r", List.of(), JsonObject.EMPTY));
        queue.add(thought);
        queue.add(thought);
        queue.add(content(0, "a"));
        queue.add(refusal);
        queue.add(refusal);
        assertThat(drain())
                .containsExactly(
                        delta(new Delta(null, null, "tt", null, List.of(), JsonObject.EMPTY)),
                        content(0, "a"),
                        delta(new Delta(null, null, null, "rr", List.of(), JsonObject.EMPTY)));
    }

    @Test
    void whatCarriesMoreThanTextIsLeftAsItIs() {
        ChatCompletionChunk logprobs = chunk(new ChunkChoice(
                0, Delta.ofContent("a"), new Logprobs(List.of(), null, JsonObject.EMPTY), null, JsonObject.EMPTY));
        ChatCompletionChunk unknown = chunk(new ChunkChoice(
                0, Delta.ofContent("a"), null, null, new JsonObject(Map.of("token_ids", JsonObject.EMPTY))));
        queue.add(logprobs);
        queue.add(logprobs);
        queue.add(unknown);
        queue.add(unknown);
        assertThat(drain()).containsExactly(logprobs, logprobs, unknown, unknown);
    }

    @Test
    void theOlderEndpointsTextIsJoinedButNotItsEnd() {
        MergeQueue<CompletionChunk> older = new MergeQueue<>(new CompletionPresentation(
                CompletionRequest.builder().model("m").prompt(Prompt.of("p")).build()));
        older.add(text("a", null));
        older.add(text("b", null));
        older.add(text("c", FinishReason.LENGTH));
        assertThat(older.poll()).isEqualTo(text("ab", null));
        assertThat(older.poll()).isEqualTo(text("c", FinishReason.LENGTH));
        assertThat(older.poll()).isNull();
    }

    @Test
    void whatIsJoinedShowsTheTokensOfItsNewestPart() {
        MergeQueue<ChatCompletionChunk> counted =
                new MergeQueue<>(new ChatPresentation(ChatCompletionRequest.builder().model("m").stream(true)
                        .streamOptions(new StreamOptions(true, null, true, JsonObject.EMPTY))
                        .build()));
        counted.add(content(0, "a").withUsage(Usage.of(7, 1)));
        counted.add(content(0, "b").withUsage(Usage.of(7, 2)));
        assertThat(counted.poll()).isEqualTo(content(0, "ab").withUsage(Usage.of(7, 2)));
        queue.add(content(0, "a").withUsage(Usage.of(7, 1)));
        queue.add(content(0, "b").withUsage(Usage.of(7, 2)));
        assertThat(drain())
                .as("where nobody asked for them they are the engine's own")
                .hasSize(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noTextIsLostOrMovedWithinAChoice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, StringBuilder> put = new HashMap<>();
        Map<Integer, StringBuilder> taken = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            int choice = random.nextInt(4);
            if (random.nextInt(3) > 0) {
                String text = Integer.toString(i) + ' ';
                put.computeIfAbsent(choice, any -> new StringBuilder()).append(text);
                queue.add(random.nextInt(10) == 0 ? full(choice, text) : content(choice, text));
            } else if (random.nextInt(3) == 0) {
                take(queue.poll(), taken);
            }
        }
        drain().forEach(chunk -> take(chunk, taken));
        assertThat(taken.toString()).isEqualTo(put.toString());
        assertThat(queue.bytes()).isZero();
    }

    private static void take(
            @org.jspecify.annotations.Nullable ChatCompletionChunk chunk, Map<Integer, StringBuilder> taken) {
        if (chunk != null) {
            ChunkChoice choice = chunk.choices().get(0);
            taken.computeIfAbsent(choice.index(), any -> new StringBuilder())
                    .append(choice.delta().content());
        }
    }

    private List<ChatCompletionChunk> drain() {
        List<ChatCompletionChunk> all = new ArrayList<>();
        for (ChatCompletionChunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
            all.add(chunk);
        }
        return all;
    }

    private static ChatCompletionChunk content(int choice, String text) {
        return chunk(ChunkChoice.content(choice, text));
    }

    /** Text with log probabilities, which is not joined. */
    private static ChatCompletionChunk full(int choice, String text) {
        return chunk(new ChunkChoice(
                choice,
                Delta.ofContent(text),
                new Logprobs(List.of(), null, JsonObject.EMPTY),
                null,
                JsonObject.EMPTY));
    }

    private static ChatCompletionChunk delta(Delta delta) {
        return chunk(new ChunkChoice(0, delta, null, null, ChunkChoice.NULL_LOGPROBS_AND_FINISH));
    }

    private static ChatCompletionChunk chunk(ChunkChoice choice) {
        return new ChatCompletionChunk("id", 1L, "m", null, null, List.of(choice), null, null, null, JsonObject.EMPTY);
    }

    private static CompletionChunk text(String text, @org.jspecify.annotations.Nullable FinishReason reason) {
        return new CompletionChunk(
                "id",
                1L,
                List.of(new CompletionChoice(text, 0, null, reason, JsonObject.EMPTY)),
                "m",
                null,
                null,
                JsonObject.EMPTY);
    }
}
