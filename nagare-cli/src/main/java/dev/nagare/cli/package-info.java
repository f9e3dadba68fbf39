/** The command {@code nagare}. */
@NullMarked
package dev.nagare.cli;

import org.jspecify.annotations.NullMarked;
