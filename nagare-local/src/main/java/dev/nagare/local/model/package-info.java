/** A model of the Llama architecture: its weights, its memory of earlier tokens, and one step of it. */
@NullMarked
package dev.nagare.local.model;

import org.jspecify.annotations.NullMarked;
