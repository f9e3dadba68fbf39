/** Tests of the command. */
@NullMarked
package dev.nagare.cli;

import org.jspecify.annotations.NullMarked;
