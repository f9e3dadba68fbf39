/** Tests over real sockets, with a client that shows every byte. */
@NullMarked
package dev.nagare.server;

import org.jspecify.annotations.NullMarked;
