/**
 * Turns text into tokens and tokens into bytes, as the model file says.
 *
 * <p>The vocabulary, the merges and the name of the pre-tokenizer come from the metadata {@code tokenizer.ggml.*}. All
 * types are immutable and may be used by any number of threads, except {@link dev.nagare.local.tokenizer.TokenBuffer}.
 */
@NullMarked
package dev.nagare.local.tokenizer;

import org.jspecify.annotations.NullMarked;
