package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * What a server says when a request fails: the value of {@code error}.
 *
 * @param message one sentence for a person
 * @param type the class of the error, such as {@code invalid_request_error}
 * @param param the path of the parameter at fault, such as {@code messages[0].content}, or null
 * @param code a word for a program, such as {@code model_not_found}, or null
 * @param additional the members that no other component holds
 */
public record ApiError(
        String message,
        @Nullable String type,
        @Nullable String param,
        @Nullable String code,
        JsonObject additional) {}
