package dev.nagare.client;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Something that a chunk says. A chunk may say several things, or nothing.
 *
 * <p>What no event tells of, such as log probabilities or members that only one server knows, is in the chunks.
 */
public sealed interface StreamEvent {
    /**
     * A piece of the answer's text.
     *
     * @param choice which choice, from 0
     * @param text what is added, never empty
     */
    record Content(int choice, String text) implements StreamEvent {}

    /**
     * A piece of what the model says in place of an answer.
     *
     * @param choice which choice, from 0
     * @param text what is added, never empty
     */
    record Refusal(int choice, String text) implements StreamEvent {}

    /**
     * A piece of what the model says to itself.
     *
     * @param choice which choice, from 0
     * @param text what is added, never empty
     */
    record Reasoning(int choice, String text) implements StreamEvent {}

    /**
     * The model begins to call a tool.
     *
     * @param choice which choice, from 0
     * @param call which of its calls, from 0 in the order in which they begin
     * @param id by which the tool's result is given back, or null when the server has not said it yet
     * @param name the name of the function or of the custom tool, or null when the server has not said it yet
     */
    record ToolCallStarted(
            int choice,
            int call,
            @Nullable String id,
            @Nullable String name) implements StreamEvent {
        static ToolCallStarted of(int choice, int call, ToolCallDelta first) {
            FunctionDelta function = first.function();
            CustomDelta custom = first.custom();
            String name = function != null ? function.name() : custom != null ? custom.name() : null;
            return new ToolCallStarted(choice, call, first.id(), name);
        }
    }

    /**
     * A piece of the arguments of a tool call; all pieces together are JSON, or the free text for a custom tool.
     *
     * @param choice which choice, from 0
     * @param call which of its calls, from 0 in the order in which they begin
     * @param arguments what is added, never empty
     */
    record ToolCallArguments(int choice, int call, String arguments) implements StreamEvent {}

    /**
     * The model begins to call a function in the deprecated form, of which there is at most one in a choice and which has
     * no id.
     *
     * @param choice which choice, from 0
     * @param name the name of the function, or null when the server has not said it yet
     */
    record FunctionCallStarted(int choice, @Nullable String name) implements StreamEvent {}

    /**
     * A piece of the arguments of a function call in the deprecated form; all pieces together are JSON.
     *
     * @param choice which choice, from 0
     * @param arguments what is added, never empty
     */
    record FunctionCallArguments(int choice, String arguments) implements StreamEvent {}

    /**
     * A choice has come to its end.
     *
     * @param choice which choice, from 0
     * @param reason why
     */
    record Finished(int choice, FinishReason reason) implements StreamEvent {}

    /**
     * What a moderated stream's judge says.
     *
     * @param moderation the verdicts
     */
    record Moderated(Moderation moderation) implements StreamEvent {}

    /**
     * The token counts so far; some servers say them once, some with every chunk.
     *
     * @param usage the counts
     */
    record UsageCounted(Usage usage) implements StreamEvent {}
}
