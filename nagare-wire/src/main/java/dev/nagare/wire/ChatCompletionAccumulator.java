package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a chat stream together to the whole completion.
 *
 * <p>It takes what servers really send: choices in any order, one ending before another begins; the usage on a chunk of
 * its own, on the finish chunk or on every chunk, of which the last counts; chunks after a finish reason; indexes, ids
 * and deltas left out; a tool call's id repeated. Of the id, the model and the like the first that says something
 * counts. Members that no component holds are kept, of those with one name the last.
 *
 * <p>Adding takes time in proportion to the chunk; {@link #snapshot()} and {@link #completion()} in proportion to the
 * answer. For one thread.
 */
public final class ChatCompletionAccumulator {
    private static final ToolCallListener IGNORE = (choice, call, begins, fragment) -> {};

    private final Choices<ChatChoiceAccumulator> choices;
    private final MergedMembers additional = new MergedMembers();
    private final Envelope envelope = new Envelope();
    private @Nullable ServiceTier serviceTier;
    private @Nullable Moderation moderation;

    /** An accumulator for a stream of one choice. */
    public ChatCompletionAccumulator() {
        this(1);
    }

    /**
     * An accumulator for a stream of several choices.
     *
     * @param expectedChoices how many choices the request asked for: at least 1
     */
    public ChatCompletionAccumulator(int expectedChoices) {
        choices = new Choices<>(expectedChoices);
    }

    /**
     * Adds the next chunk.
     *
     * @throws MalformedJsonException when it has an index below 0, or one choice or tool call too many
     */
    public void add(ChatCompletionChunk chunk) {
        add(chunk, IGNORE);
    }

    /**
     * Adds the next chunk, and tells of its fragments of tool calls.
     *
     * @throws MalformedJsonException when it has an index below 0, or one choice or tool call too many
     */
    public void add(ChatCompletionChunk chunk, ToolCallListener listener) {
        envelope.add(chunk.id(), chunk.created(), chunk.model(), chunk.systemFingerprint(), chunk.usage());
        if (chunk.serviceTier() != null) {
            serviceTier = chunk.serviceTier();
        }
        if (chunk.moderation() != null) {
            moderation = chunk.moderation();
        }
        additional.add(chunk.additional());
        for (ChunkChoice choice : chunk.choices()) {
            choices.get(choice.index(), ChatChoiceAccumulator::new).add(choice, listener);
        }
    }

    /** Sets the usage, which counts until a later chunk brings another. */
    public void add(Usage usage) {
        envelope.usage = usage;
    }

    /** The last usage so far, or null. */
    public @Nullable Usage usage() {
        return envelope.usage;
    }

    /** The content of a choice so far; empty when it has none. */
    public String content(int choice) {
        ChatChoiceAccumulator accumulator = choices.find(choice);
        return accumulator == null ? "" : accumulator.content();
    }

    /** Whether every expected choice, and every choice that began, has its finish reason. */
    public boolean isComplete() {
        return choices.isComplete();
    }

    /**
     * Judges a stream that ended without an error: completed, or truncated. A server that says {@code [DONE]} may have
     * given fewer choices than were asked for, but at least one.
     *
     * @param sawDone whether the server said {@code [DONE]}
     */
    public StreamEnd ended(boolean sawDone) {
        return choices.ended(sawDone);
    }

    /** What has come so far; a choice that has not ended has no finish reason. */
    public ChatCompletion snapshot() {
        return new ChatCompletion(
                envelope.id,
                envelope.created,
                envelope.model,
                choices.map(ChatChoiceAccumulator::choice),
                envelope.usage,
                serviceTier,
                envelope.systemFingerprint,
                moderation,
                additional.toJson());
    }

    /**
     * The whole completion.
     *
     * @throws IllegalStateException when a choice that began has no finish reason, or none began
     */
    public ChatCompletion completion() {
        choices.requireFinished();
        return snapshot();
    }
}
