/**
 * Load on the server, in processes of its own over loopback: what an event costs beside a bare program that writes the
 * same, what slow readers cost the others, how soon a reader that leaves frees its place, and a soak.
 */
@NullMarked
package dev.nagare.bench.load;

import org.jspecify.annotations.NullMarked;
