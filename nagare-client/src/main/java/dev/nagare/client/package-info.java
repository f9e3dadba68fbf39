/** Calls a server and yields its chunks. */
@NullMarked
package dev.nagare.client;

import org.jspecify.annotations.NullMarked;
