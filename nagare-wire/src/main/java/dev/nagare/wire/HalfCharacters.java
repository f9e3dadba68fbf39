package dev.nagare.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the characters that a server has cut in two: the first half of a surrogate pair waits until the next chunk brings
 * the other.
 *
 * <p>Each text of a stream waits for itself. A half that is still alone when its choice ends is given with the finish
 * reason; of a tool call it is dropped, since nothing can follow there that would make JSON of it, and so it is of a choice
 * that never gives a reason, since no chunk is left to carry it. One for each stream.
 */
final class HalfCharacters {
    private final Map<Place, Character> waiting = new HashMap<>(0);

    /** A text of a stream; the call is -1 but for that of a tool. */
    private record Place(int choice, Kind kind, int call) {}

    private enum Kind {
        CONTENT,
        REASONING,
        REFUSAL,
        FUNCTION,
        CUSTOM
    }

    /** Whether a half waits. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The chunk with what waited for it, and without what must wait. */
    ChatCompletionChunk join(ChatCompletionChunk chunk) {
        if (waiting.isEmpty() && chunk.choices().stream().noneMatch(choice -> isCut(choice.delta()))) {
            return chunk;
        }
        List<ChunkChoice> choices = new ArrayList<>(chunk.choices().size());
        for (ChunkChoice choice : chunk.choices()) {
            choices.add(new ChunkChoice(
                    choice.index(),
                    join(choice.index(), choice.delta(), isEnd(choice.finishReason())),
                    choice.logprobs(),
                    choice.finishReason(),
                    choice.additional()));
        }
        return chunk.withChoices(choices);
    }

    /** The chunk with what waited for it, and without what must wait. */
    CompletionChunk join(CompletionChunk chunk) {
        if (waiting.isEmpty() && chunk.choices().stream().noneMatch(choice -> isCut(choice.text()))) {
            return chunk;
        }
        List<CompletionChoice> choices = new ArrayList<>(chunk.choices().size());
        for (CompletionChoice choice : chunk.choices()) {
            String text =
                    join(new Place(choice.index(), Kind.CONTENT, -1), choice.text(), isEnd(choice.finishReason()));
            choices.add(new CompletionChoice(
                    text == null ? "" : text,
                    choice.index(),
                    choice.logprobs(),
                    choice.finishReason(),
                    choice.additional()));
        }
        return chunk.withChoices(choices);
    }

    private Delta join(int choice, Delta delta, boolean ends) {
        List<ToolCallDelta> calls = new ArrayList<>(delta.toolCalls().size());
        for (ToolCallDelta call : delta.toolCalls()) {
            calls.add(join(choice, call));
        }
        return new Delta(
                delta.role(),
                join(new Place(choice, Kind.CONTENT, -1), delta.content(), ends),
                join(new Place(choice, Kind.REASONING, -1), delta.reasoningContent(), ends),
                join(new Place(choice, Kind.REFUSAL, -1), delta.refusal(), ends),
                calls,
                join(new Place(choice, Kind.FUNCTION, -1), delta.functionCall()),
                delta.additional());
    }

    private ToolCallDelta join(int choice, ToolCallDelta call) {
        if (call.index() == null) {
            // Which call it is only the accumulator finds out; that joins them as well.
            return call;
        }
        CustomDelta custom = call.custom();
        return new ToolCallDelta(
                call.index(),
                call.id(),
                call.type(),
                join(new Place(choice, Kind.FUNCTION, call.index()), call.function()),
                custom == null
                        ? null
                        : new CustomDelta(
                                custom.name(),
                                join(new Place(choice, Kind.CUSTOM, call.index()), custom.input(), false),
                                custom.additional()),
                call.additional());
    }

    private @Nullable FunctionDelta join(Place place, @Nullable FunctionDelta function) {
        return function == null
                ? null
                : new FunctionDelta(function.name(), join(place, function.arguments(), false), function.additional());
    }

    private @Nullable String join(Place place, @Nullable String text, boolean ends) {
        if (text == null && !ends) {
            return null;
        }
        Character half = waiting.remove(place);
        if (half == null && text == null) {
            return null;
        }
        String joined = (half == null ? "" : half) + (text == null ? "" : text);
        if (ends || !isCut(joined)) {
            return joined;
        }
        int last = joined.length() - 1;
        waiting.put(place, joined.charAt(last));
        return joined.substring(0, last);
    }

    private static boolean isEnd(@Nullable FinishReason reason) {
        return reason != null && !reason.value().isEmpty();
    }

    private static boolean isCut(Delta delta) {
        if (isCut(delta.content()) || isCut(delta.reasoningContent()) || isCut(delta.refusal())) {
            return true;
        }
        if (delta.functionCall() != null && isCut(delta.functionCall().arguments())) {
            return true;
        }
        for (ToolCallDelta call : delta.toolCalls()) {
            FunctionDelta function = call.function();
            CustomDelta custom = call.custom();
            if ((function != null && isCut(function.arguments())) || (custom != null && isCut(custom.input()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCut(@Nullable String text) {
        return text != null && !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }
}
