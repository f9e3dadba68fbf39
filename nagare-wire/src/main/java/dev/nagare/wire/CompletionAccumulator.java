package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a stream of the older endpoint together to the whole completion.
 *
 * <p>As forgiving as {@link ChatCompletionAccumulator}, and for one thread too.
 */
public final class CompletionAccumulator {
    private final Choices<CompletionChoiceAccumulator> choices;
    private final MergedMembers additional = new MergedMembers();
    private final Envelope envelope = new Envelope();

    /** An accumulator for a stream of one choice. */
    public CompletionAccumulator() {
        this(1);
    }

    /**
     * An accumulator for a stream of several choices.
     *
     * @param expectedChoices how many choices the request asked for, over all prompts: at least 1
     */
    public CompletionAccumulator(int expectedChoices) {
        choices = new Choices<>(expectedChoices);
    }

    /**
     * Adds the next chunk.
     *
     * @throws MalformedJsonException when it has an index below 0, or one choice too many
     */
    public void add(CompletionChunk chunk) {
        envelope.add(chunk.id(), chunk.created(), chunk.model(), chunk.systemFingerprint(), chunk.usage());
        additional.add(chunk.additional());
        for (CompletionChoice choice : chunk.choices()) {
            choices.get(choice.index(), CompletionChoiceAccumulator::new).add(choice);
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

    /** The text of a choice so far; empty when it has none. */
    public String text(int choice) {
        CompletionChoiceAccumulator accumulator = choices.find(choice);
        return accumulator == null ? "" : accumulator.text();
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
    public Completion snapshot() {
        return new Completion(
                envelope.id,
                envelope.created,
                envelope.model,
                choices.map(CompletionChoiceAccumulator::choice),
                envelope.usage,
                envelope.systemFingerprint,
                additional.toJson());
    }

    /**
     * The whole completion.
     *
     * @throws IllegalStateException when a choice that began has no finish reason, or none began
     */
    public Completion completion() {
        choices.requireFinished();
        return snapshot();
    }
}
