package dev.nagare.local;

import dev.nagare.local.sampling.TokenProbabilities;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token of an answer or of a prompt.
 *
 * @param token the token
 * @param start where its text begins in the answer, or in the prompt, in characters
 * @param probabilities its log probabilities, if they were asked for and there are any
 */
record TokenScore(int token, long start, @Nullable TokenProbabilities probabilities) {}
