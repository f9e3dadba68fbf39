package dev.nagare.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's key, and by which header it goes.
 *
 * @param key null for none
 * @param azure whether the server is Azure's, which takes a key as {@code api-key} and a token as {@code Authorization}
 */
record Credentials(@Nullable String key, boolean azure) {
    static final String AUTHORIZATION = "Authorization";

    private static final String AZURE_KEY = "api-key";

    /** The header of the key. */
    String header() {
        return azure ? AZURE_KEY : AUTHORIZATION;
    }

    /** Adds the header of the key, unless there is one already, or a token in its place. */
    void addTo(Map<String, String> headers) {
        if (key != null && !headers.containsKey(header()) && !headers.containsKey(AUTHORIZATION)) {
            headers.put(header(), azure ? key : "Bearer " + key);
        }
    }

    Credentials withKey(String value) {
        return new Credentials(value, azure);
    }

    Credentials ofAzure() {
        return new Credentials(key, true);
    }

    /** Without the key: it may be printed. */
    @Override
    public String toString() {
        return (key == null ? "no key" : "a key") + (azure ? " for Azure" : "");
    }
}
