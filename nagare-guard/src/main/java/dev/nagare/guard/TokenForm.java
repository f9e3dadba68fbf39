package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How tokens are written that come with log probabilities beside a text.
 *
 * @param <T> the type of token
 */
interface TokenForm<T> {
    /**
     * What a token may stand for, in UTF-8 and perhaps only a part of a character; nothing when its parts contradict each
     * other, so that nobody knows how a reader reads it.
     */
    List<byte[]> readings(T token);

    /**
     * The token with fewer of the tokens that might have come in its place.
     *
     * @param allowed whether one of this text may stay; the token itself, listed once more, always does
     * @param known leaves out what nobody knows
     */
    T keeping(T token, Predicate<String> allowed, UnaryOperator<JsonObject> known);
}
