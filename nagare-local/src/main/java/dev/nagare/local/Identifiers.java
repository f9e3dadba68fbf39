package dev.nagare.local;

import java.util.random.RandomGenerator;

/** Makes the ids of answers, and the seeds of requests that name none. Any thread may call any method. */
final class Identifiers {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 29;

    private final RandomGenerator random;

    Identifiers(RandomGenerator random) {
        this.random = random;
    }

    /** 29 characters that have not been there before. */
    synchronized String next() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    synchronized long seed() {
        return random.nextLong();
    }
}
