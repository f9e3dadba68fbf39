/**
 * The arithmetic of the engine: packed weight matrices, the kernels that multiply them, and the small functions around
 * them.
 *
 * <p>One rule holds for everything here: the result for a row depends on that row alone, bit for bit, never on how many
 * rows are computed together, on how the work is divided among threads, or on which {@link
 * dev.nagare.local.math.Kernels kernel set} runs.
 */
@NullMarked
package dev.nagare.local.math;

import org.jspecify.annotations.NullMarked;
