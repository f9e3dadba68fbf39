/** An engine that generates answers from a GGUF file on the CPU. */
@NullMarked
package dev.nagare.local;

import org.jspecify.annotations.NullMarked;
