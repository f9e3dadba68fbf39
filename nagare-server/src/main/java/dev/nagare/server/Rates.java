package dev.nagare.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The rates of all keys, by name: keys that share a name share its rate. For any thread. */
final class Rates {
    private final int rpm;
    private final int tpm;
    private final LongSupplier nanoTime;
    private final Map<String, KeyRate> rates = new ConcurrentHashMap<>();

    /** Rates that grant every key so many requests and tokens a minute unless its own line says otherwise. */
    Rates(int rpm, int tpm, LongSupplier nanoTime) {
        this.rpm = rpm;
        this.tpm = tpm;
        this.nanoTime = nanoTime;
    }

    /** A key's rate, or null when nothing limits it. */
    @Nullable
    KeyRate of(ApiKey key) {
        int requests = key.rpm() == ApiKey.DEFAULT ? rpm : key.rpm();
        int tokens = key.tpm() == ApiKey.DEFAULT ? tpm : key.tpm();
        if (requests == 0 && tokens == 0) {
            return null;
        }
        return rates.compute(
                key.name(),
                (_, rate) -> rate != null && rate.hasLimits(requests, tokens)
                        ? rate
                        : new KeyRate(requests, tokens, nanoTime));
    }

    /** Forgets all keys but these. */
    void retain(Set<String> names) {
        rates.keySet().retainAll(names);
    }
}
