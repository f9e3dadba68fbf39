package dev.nagare.local;

import dev.nagare.local.sampling.SamplingOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the planning of both endpoints shares: ranges and sampling. Requests made in this process were checked by nobody. */
final class Planner {
    private static final int MOST_CHOICES = 128;
    private static final double HOTTEST = 2;

    private Planner() {}

    static int choices(@Nullable Integer n) {
        return inRange("n", Objects.requireNonNullElse(n, 1), 1, MOST_CHOICES);
    }

    static int inRange(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw Errors.outOfRange(parameter, least, most, value);
        }
        return value;
    }

    static SamplingOptions sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Map<String, Double> logitBias,
            @Nullable Long seed,
            LongSupplier seeds) {
        return new SamplingOptions(
                Math.clamp(Objects.requireNonNullElse(temperature, 1.0), 0, HOTTEST),
                Math.clamp(Objects.requireNonNullElse(topP, 1.0), 0, 1),
                Objects.requireNonNullElse(frequencyPenalty, 0.0),
                Objects.requireNonNullElse(presencePenalty, 0.0),
                bias(logitBias),
                seed == null ? seeds.getAsLong() : seed,
                0);
    }

    private static Map<Integer, Float> bias(@Nullable Map<String, Double> bias) {
        if (bias == null || bias.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Float> byToken = new HashMap<>();
        bias.forEach((token, value) -> {
            try {
                byToken.put(Integer.parseInt(token), value.floatValue());
            } catch (NumberFormatException e) {
                throw Errors.invalid(
                        "Invalid key in 'logit_bias': you should only be submitting non-negative integers.",
                        "logit_bias",
                        "invalid_value");
            }
        });
        return byToken;
    }
}
