/** HTTP in front of an engine. */
@NullMarked
package dev.nagare.server;

import org.jspecify.annotations.NullMarked;
