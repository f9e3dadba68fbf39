/** What moderating a stream costs, and what other ways of doing it let through. */
@NullMarked
package dev.nagare.bench.guard;

import org.jspecify.annotations.NullMarked;
