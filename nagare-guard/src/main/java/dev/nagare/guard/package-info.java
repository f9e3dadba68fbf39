/**
 * Moderates a stream while it streams: no rejected character leaves, and no other waits longer than it must.
 *
 * <p>A {@link dev.nagare.guard.Policy} is compiled once and carries its {@link dev.nagare.guard.Certificate}: the longest
 * text that it can ever hold back. A {@link dev.nagare.guard.GuardSession} is the state of one text under a policy.
 * {@link dev.nagare.guard.GuardedEngine} puts sessions around every text of an engine's answers.
 */
@NullMarked
package dev.nagare.guard;

import org.jspecify.annotations.NullMarked;
