/** For those who test streaming code: a scripted engine, the engine contract as tests, a manual clock. */
@NullMarked
package dev.nagare.testkit;

import org.jspecify.annotations.NullMarked;
