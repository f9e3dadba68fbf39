/**
 * Chooses the next token from a row of logits.
 *
 * <p>The same logits, options and seed give the same token on every JVM: the arithmetic is plain Java in one order, with
 * no library function whose last bit may differ. Everything here belongs to one thread.
 */
@NullMarked
package dev.nagare.local.sampling;

import org.jspecify.annotations.NullMarked;
