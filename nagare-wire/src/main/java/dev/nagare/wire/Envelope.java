package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** What an accumulator knows of a stream beside its choices: of everything but the usage, the first that says something. */
final class Envelope {
    @Nullable
    String id;

    @Nullable
    Long created;

    @Nullable
    String model;

    @Nullable
    String systemFingerprint;

    @Nullable
    Usage usage;

    void add(
            @Nullable String id,
            @Nullable Long created,
            @Nullable String model,
            @Nullable String systemFingerprint,
            @Nullable Usage usage) {
        this.id = first(this.id, id);
        // Azure opens a stream with a chunk whose id and model are "" and whose time is 0.
        if (created != null && (this.created == null || this.created == 0)) {
            this.created = created;
        }
        this.model = first(this.model, model);
        this.systemFingerprint = first(this.systemFingerprint, systemFingerprint);
        if (usage != null) {
            this.usage = usage;
        }
    }

    private static @Nullable String first(@Nullable String known, @Nullable String next) {
        return known == null || known.isEmpty() ? (next == null ? known : next) : known;
    }
}
