/** Turns a conversation into the tokens that a chat model expects. */
@NullMarked
package dev.nagare.local.chat;

import org.jspecify.annotations.NullMarked;
