/** Spring AI's client, unchanged, against the server. */
@NullMarked
package dev.nagare.verification.spring;

import org.jspecify.annotations.NullMarked;
