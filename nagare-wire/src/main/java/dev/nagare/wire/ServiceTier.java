package dev.nagare.wire;

/**
 * The tier that is to serve a request, or that served it; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record ServiceTier(String value) {
    /** Whatever the server decides; only in requests. */
    public static final ServiceTier AUTO = new ServiceTier("auto");

    /** The usual one. */
    public static final ServiceTier DEFAULT = new ServiceTier("default");

    /** Cheaper and slower. */
    public static final ServiceTier FLEX = new ServiceTier("flex");

    /** Capacity bought in advance. */
    public static final ServiceTier SCALE = new ServiceTier("scale");

    /** Faster and dearer. */
    public static final ServiceTier PRIORITY = new ServiceTier("priority");

    /** Another word for {@link #PRIORITY}; only in requests. */
    public static final ServiceTier FAST = new ServiceTier("fast");

    @Override
    public String toString() {
        return value;
    }
}
