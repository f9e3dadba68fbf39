package dev.nagare.local;

import dev.nagare.local.sampling.SamplingOptions;
import dev.nagare.local.text.StopAutomaton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the planning of both endpoints shares: ranges and sampling. Requests made in this process were checked by nobody. */
final class Planner {
    private static final int MOST_CHOICES = 128;
    /** Of all stop sequences together: what looks for them takes some hundred bytes for each character. */
    private static final int MOST_STOP_CHARACTERS = 16_384;

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

    /** Refuses what could never run, however long it waits. */
    static void checkTogether(long choices, LoadedModel model) {
        int most = model.scheduler().config().mostSequences();
        if (choices > most) {
            throw Errors.invalid(
                    "This request asks for " + choices + " answers at once; this server generates at most " + most
                            + ". Please reduce the number of prompts or choices.",
                    "n",
                    "invalid_value");
        }
    }

    static StopAutomaton stops(List<String> stops) {
        long characters = stops.stream().mapToLong(String::length).sum();
        if (characters > MOST_STOP_CHARACTERS) {
            throw Errors.invalid(
                    "Invalid 'stop': string too long. Expected at most " + MOST_STOP_CHARACTERS
                            + " characters in all, but got " + characters + " instead.",
                    "stop",
                    "string_above_max_length");
        }
        return StopAutomaton.of(stops);
    }

    private static double inRange(String parameter, @Nullable Double value, double absent, double least, double most) {
        double given = Objects.requireNonNullElse(value, absent);
        if (!(given >= least && given <= most)) {
            throw Errors.outOfRange(parameter, least, most, given);
        }
        return given;
    }

    static SamplingOptions sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Map<String, Double> logitBias,
            @Nullable Long seed,
            int vocabularySize,
            LongSupplier seeds) {
        return new SamplingOptions(
                inRange("temperature", temperature, 1, 0, 2),
                inRange("top_p", topP, 1, 0, 1),
                inRange("frequency_penalty", frequencyPenalty, 0, -2, 2),
                inRange("presence_penalty", presencePenalty, 0, -2, 2),
                bias(logitBias, vocabularySize),
                seed == null ? seeds.getAsLong() : seed,
                0);
    }

    private static Map<Integer, Float> bias(@Nullable Map<String, Double> bias, int vocabularySize) {
        if (bias == null || bias.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Float> byToken = new HashMap<>();
        bias.forEach((token, value) -> {
            double given = inRange("logit_bias." + Errors.echo(token), value, 0, -100, 100);
            byToken.put(token(token, vocabularySize), (float) given);
        });
        return byToken;
    }

    private static int token(String key, int vocabularySize) {
        int token;
        try {
            token = Integer.parseInt(key);
        } catch (NumberFormatException e) {
            token = -1;
        }
        if (token < 0 || token >= vocabularySize) {
            throw Errors.invalid(
                    "Invalid key in 'logit_bias': '" + Errors.echo(key) + "'. This model's tokens are 0 to "
                            + (vocabularySize - 1) + ".",
                    "logit_bias",
                    "invalid_value");
        }
        return token;
    }
}
