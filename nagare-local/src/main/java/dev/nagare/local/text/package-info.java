/**
 * Turns the bytes of tokens into text that may be shown: whole characters, nothing that may still become a stop
 * sequence, and for each piece of text the tokens it came from. Everything here belongs to one thread.
 */
@NullMarked
package dev.nagare.local.text;

import org.jspecify.annotations.NullMarked;
