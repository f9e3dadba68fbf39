package dev.nagare.local;

import dev.nagare.local.sampling.TokenProbabilities;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a generated token.
 *
 * @param start where its text begins in the answer, in characters
 * @param probabilities its log probabilities, if they were asked for
 */
record TokenScore(long start, @Nullable TokenProbabilities probabilities) {}
