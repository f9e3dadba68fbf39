package dev.nagare.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Reads the address of a server. Its errors never quote what they are about: it may hold a password, or be a key that was
 * put into the wrong variable.
 */
final class BaseUrl {
    private BaseUrl() {}

    /**
     * The address of a text.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    static URI of(String text) {
        try {
            return of(new URI(text.strip()));
        } catch (URISyntaxException e) {
            // Neither its message nor itself: both have the whole text.
            throw new IllegalArgumentException("the base URL is not a URL"
                    + (e.getIndex() < 0 ? "" : ", at character " + (e.getIndex() + 1)) + ": " + e.getReason());
        }
    }

    /**
     * The address with its scheme in lower case.
     *
     * @throws IllegalArgumentException when it is no address of http or https
     */
    static URI of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String problem = null;
        if (!scheme.equals("http") && !scheme.equals("https")) {
            problem = "does not begin with http:// or https://";
        } else if (url.getUserInfo() != null) {
            problem = "has a user";
        } else if (url.getHost() == null) {
            problem = "has no host";
        } else if (url.getFragment() != null) {
            problem = "has a #";
        }
        if (problem != null) {
            throw new IllegalArgumentException(
                    "the base URL must be like https://host:port/v1, without a user and without #, but " + problem);
        }
        return scheme.equals(url.getScheme())
                ? url
                : URI.create(scheme + url.toString().substring(scheme.length()));
    }
}
