/** Server-sent events: an encoder, and a push decoder that follows the WHATWG specification to the letter. */
@NullMarked
package dev.nagare.wire.sse;

import org.jspecify.annotations.NullMarked;
