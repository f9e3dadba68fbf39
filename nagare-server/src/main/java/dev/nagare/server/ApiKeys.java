package dev.nagare.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a server accepts, as lines of text. Immutable.
 *
 * <p>A line is {@code name:sha256:HEX}, where {@code HEX} is the SHA-256 of the key's UTF-8 bytes, or {@code name:key}
 * with the key itself; {@link #line} makes the first form. {@code rpm=N} and {@code tpm=N} may follow after blanks:
 * limits of this name in the place of the server's own, 0 for none; of two lines that differ the later counts. Empty
 * lines and lines that begin with {@code #} are skipped. Whichever form a line has, only hashes are kept.
 */
public final class ApiKeys {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String HASHED = "sha256:";

    private final List<ApiKey> keys;
    private final List<byte[]> digests;

    private ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
        this.digests =
                keys.stream().map(key -> HexFormat.of().parseHex(key.hash())).toList();
    }

    /**
     * Reads lines of keys.
     *
     * @throws IllegalArgumentException when a line is not of a form above, or there is none; it names the line by its
     *     number and shows nothing of it
     */
    public static ApiKeys parse(String text) {
        List<ApiKey> keys = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            ApiKey key = read(trimmed, number);
            Integer before = seen.put(key.hash(), number);
            if (before != null) {
                throw wrong(number, "holds the same key as line " + before);
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        return new ApiKeys(withLimitsOfTheirNames(keys));
    }

    /** Keys of one name share its rate, so they have the same limits: of two that are set the later one. */
    private static List<ApiKey> withLimitsOfTheirNames(List<ApiKey> keys) {
        Map<String, Integer> rpm = new HashMap<>();
        Map<String, Integer> tpm = new HashMap<>();
        for (ApiKey key : keys) {
            if (key.rpm() != ApiKey.DEFAULT) {
                rpm.put(key.name(), key.rpm());
            }
            if (key.tpm() != ApiKey.DEFAULT) {
                tpm.put(key.name(), key.tpm());
            }
        }
        return keys.stream()
                .map(key -> new ApiKey(
                        key.name(),
                        key.hash(),
                        rpm.getOrDefault(key.name(), ApiKey.DEFAULT),
                        tpm.getOrDefault(key.name(), ApiKey.DEFAULT)))
                .toList();
    }

    private static ApiKey read(String line, int number) {
        String[] words = line.split("\\s+", -1);
        int colon = words[0].indexOf(':');
        if (colon < 0) {
            throw wrong(number, "is not name:key or name:sha256:hash");
        }
        String name = words[0].substring(0, colon);
        String secret = words[0].substring(colon + 1);
        if (!NAME.matcher(name).matches()) {
            throw wrong(number, "needs a name of 1 to 64 letters, digits, dots, dashes, underscores or at-signs");
        }
        if (secret.isEmpty()) {
            throw wrong(number, "has no key");
        }
        String hash = hash(secret);
        if (secret.startsWith(HASHED)) {
            hash = secret.substring(HASHED.length()).toLowerCase(Locale.ROOT);
            if (!HASH.matcher(hash).matches()) {
                throw wrong(number, "needs 64 hex digits after sha256:");
            }
        }
        int rpm = ApiKey.DEFAULT;
        int tpm = ApiKey.DEFAULT;
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("rpm=")) {
                rpm = limit(words[i], number);
            } else if (words[i].startsWith("tpm=")) {
                tpm = limit(words[i], number);
            } else {
                throw wrong(number, "has more behind its key than rpm=N and tpm=N");
            }
        }
        return new ApiKey(name, hash, rpm, tpm);
    }

    private static int limit(String word, int number) {
        try {
            int limit = Integer.parseInt(word, 4, word.length(), 10);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw wrong(number, "needs a whole number after " + word.substring(0, 4));
        }
        throw wrong(number, "cannot have a limit below 0");
    }

    private static IllegalArgumentException wrong(int number, String what) {
        return new IllegalArgumentException("line " + number + " " + what);
    }

    /**
     * The line that accepts a key and does not show it.
     *
     * @throws IllegalArgumentException when the name is not 1 to 64 letters, digits, dots, dashes, underscores or
     *     at-signs
     */
    public static String line(String name, String key) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a key is 1 to 64 letters, digits or . _ - @");
        }
        return name + ":" + HASHED + hash(key);
    }

    /** The names that the keys have. */
    Set<String> names() {
        return keys.stream().map(ApiKey::name).collect(Collectors.toUnmodifiableSet());
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }

    /**
     * The key that was presented, or null when it is none of these. Takes the same time whichever it is, and whether it
     * is one or not: digests are compared, all of them, each to its last byte.
     */
    @Nullable
    ApiKey find(String presented) {
        byte[] digest = digest(presented);
        int found = -1;
        for (int i = 0; i < digests.size(); i++) {
            if (MessageDigest.isEqual(digests.get(i), digest)) {
                found = i;
            }
        }
        return found < 0 ? null : keys.get(found);
    }

    private static String hash(String key) {
        return HexFormat.of().formatHex(digest(key));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
