/**
 * The client beside openai-java, LangChain4j and a bare socket: what a chunk costs, how fast one stream can be read, how
 * soon a fresh JVM has its first chunk, and what an open stream holds. Every reader and the server are processes of their
 * own over loopback.
 */
@NullMarked
package dev.nagare.bench.client;

import org.jspecify.annotations.NullMarked;
