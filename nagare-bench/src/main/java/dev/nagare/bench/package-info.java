/** Benchmarks and comparisons; never published. */
@NullMarked
package dev.nagare.bench;

import org.jspecify.annotations.NullMarked;
