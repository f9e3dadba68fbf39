package dev.nagare.server;

/** What a scrape of {@code /metrics} is answered with. */
public final class Exposition {
    private final String contentType;
    private final byte[] body;

    /**
     * An exposition, which keeps the array.
     *
     * @param contentType the value of {@code content-type}
     * @param body the bytes
     */
    public Exposition(String contentType, byte[] body) {
        this.contentType = contentType;
        this.body = body;
    }

    /** The value of {@code content-type}. */
    public String contentType() {
        return contentType;
    }

    /** The bytes, not a copy of them. */
    public byte[] body() {
        return body;
    }
}
