package dev.nagare.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link Usage}. */
final class UsageCodec {
    private UsageCodec() {}

    static @Nullable Usage read(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        long prompt = Objects.requireNonNullElse(in.integer("prompt_tokens"), 0L);
        long completion = Objects.requireNonNullElse(in.integer("completion_tokens"), 0L);
        Long total = in.integer("total_tokens");
        return new Usage(
                prompt,
                completion,
                total == null ? prompt + completion : total,
                promptDetails(in.members("prompt_tokens_details")),
                completionDetails(in.members("completion_tokens_details")),
                in.additional());
    }

    private static @Nullable PromptTokensDetails promptDetails(@Nullable JsonInput in) {
        return in == null
                ? null
                : new PromptTokensDetails(
                        in.integer("cached_tokens"),
                        in.integer("audio_tokens"),
                        in.integer("text_tokens"),
                        in.integer("image_tokens"),
                        in.integer("cache_write_tokens"),
                        in.additional());
    }

    private static @Nullable CompletionTokensDetails completionDetails(@Nullable JsonInput in) {
        return in == null
                ? null
                : new CompletionTokensDetails(
                        in.integer("reasoning_tokens"),
                        in.integer("audio_tokens"),
                        in.integer("accepted_prediction_tokens"),
                        in.integer("rejected_prediction_tokens"),
                        in.integer("text_tokens"),
                        in.additional());
    }

    static void write(JsonOutput out, Usage usage) {
        out.members(usage.additional())
                .integer("prompt_tokens", usage.promptTokens())
                .integer("completion_tokens", usage.completionTokens())
                .integer("total_tokens", usage.totalTokens())
                .member(
                        "prompt_tokens_details",
                        usage.promptTokensDetails(),
                        details -> out.members(details.additional())
                                .integer("cached_tokens", details.cachedTokens())
                                .integer("audio_tokens", details.audioTokens())
                                .integer("text_tokens", details.textTokens())
                                .integer("image_tokens", details.imageTokens())
                                .integer("cache_write_tokens", details.cacheWriteTokens())
                                .end())
                .member(
                        "completion_tokens_details",
                        usage.completionTokensDetails(),
                        details -> out.members(details.additional())
                                .integer("reasoning_tokens", details.reasoningTokens())
                                .integer("audio_tokens", details.audioTokens())
                                .integer("accepted_prediction_tokens", details.acceptedPredictionTokens())
                                .integer("rejected_prediction_tokens", details.rejectedPredictionTokens())
                                .integer("text_tokens", details.textTokens())
                                .end())
                .end();
    }
}
