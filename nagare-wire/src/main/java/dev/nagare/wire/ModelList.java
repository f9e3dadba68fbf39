package dev.nagare.wire;

import java.util.List;

/**
 * The models that a server offers, object {@code list}.
 *
 * @param data the models
 * @param additional the members that no other component holds
 */
public record ModelList(List<Model> data, JsonObject additional) {
    /** Copies the models. */
    public ModelList {
        data = List.copyOf(data);
    }
}
