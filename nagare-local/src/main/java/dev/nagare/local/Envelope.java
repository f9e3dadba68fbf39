package dev.nagare.local;

import dev.nagare.wire.ServiceTier;
import org.jspecify.annotations.Nullable;

/**
 * What every chunk of an answer says alike.
 *
 * @param id the answer's own
 * @param created when it was asked for, in Unix seconds
 * @param model the name of the model that answers
 * @param fingerprint changes when the weights or the engine do
 * @param serviceTier the tier, where the request named one
 */
record Envelope(
        String id,
        long created,
        String model,
        String fingerprint,
        @Nullable ServiceTier serviceTier) {}
