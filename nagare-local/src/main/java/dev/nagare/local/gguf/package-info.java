/**
 * Reads GGUF files: metadata and tensors, every number checked before it is trusted.
 *
 * <p>The layout is that of <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">ggml's gguf.md</a>,
 * versions 2 and 3, little endian.
 */
@NullMarked
package dev.nagare.local.gguf;

import org.jspecify.annotations.NullMarked;
