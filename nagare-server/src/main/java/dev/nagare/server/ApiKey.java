package dev.nagare.server;

/**
 * One key that is accepted, without the key itself.
 *
 * @param name what logs and limits know its holder by; several keys may share one, as while a key is replaced
 * @param hash the SHA-256 of the key, in lower-case hex
 * @param rpm how many requests a minute it may make; {@link #DEFAULT} for what the server grants every key
 * @param tpm how many tokens a minute it may use; {@link #DEFAULT} for what the server grants every key
 */
record ApiKey(String name, String hash, int rpm, int tpm) {
    /** A limit that the line of the key does not name. */
    static final int DEFAULT = -1;

    /** The holder of a server that asks for no key: everyone. */
    static final ApiKey NONE = new ApiKey("", "", DEFAULT, DEFAULT);
}
