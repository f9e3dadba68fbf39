package dev.nagare.server;

import dev.nagare.wire.Usage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Puts the chunks of an answer that is not streamed together. One thread at a time, with a happens-before edge between.
 *
 * @param add takes the next chunk
 * @param whole makes the answer as JSON; throws {@link IllegalStateException} when a choice has no finish reason
 * @param weight tells about how many bytes a chunk adds
 * @param <C> the type of chunk
 */
record Accumulation<C>(Consumer<C> add, Function<Usage, byte[]> whole, ToIntFunction<C> weight) {}
