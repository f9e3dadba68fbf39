/** The four sections of OpenAI's document "How to stream completions", each as a small program. */
@NullMarked
package dev.nagare.examples;

import org.jspecify.annotations.NullMarked;
