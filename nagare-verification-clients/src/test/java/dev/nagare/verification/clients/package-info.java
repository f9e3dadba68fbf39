/** Other people's clients, unchanged, against the server. */
@NullMarked
package dev.nagare.verification.clients;

import org.jspecify.annotations.NullMarked;
