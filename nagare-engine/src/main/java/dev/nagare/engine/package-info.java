/**
 * The contract between whoever makes chunks and whoever takes them; no implementation.
 *
 * <p>An engine takes a request and a sink and returns a {@link dev.nagare.engine.Generation} at once. From its own
 * threads, one call at a time, it gives the sink the chunks in order and then exactly one
 * {@link dev.nagare.engine.GenerationEnd}. {@code EngineContract} in the test kit is this text as tests; every engine
 * runs it.
 */
@NullMarked
package dev.nagare.engine;

import org.jspecify.annotations.NullMarked;
