/** Checks over the whole product: architecture rules, conformance of the wire, end to end over a real socket. */
@NullMarked
package dev.nagare.verification;

import org.jspecify.annotations.NullMarked;
