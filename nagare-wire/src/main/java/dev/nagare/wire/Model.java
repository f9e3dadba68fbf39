package dev.nagare.wire;

/**
 * A model that a server offers, object {@code model}.
 *
 * @param id the name that a request gives as {@code model}
 * @param created Unix time in seconds
 * @param ownedBy who made it available
 * @param additional the members that no other component holds
 */
public record Model(String id, long created, String ownedBy, JsonObject additional) {
    /** The value of {@code object}. */
    public static final String OBJECT = "model";
}
