package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The JSON form of those parameters of a chat request that are objects of their own. */
final class ChatOptionsCodec {
    private ChatOptionsCodec() {}

    static @Nullable AudioOutput audio(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        JsonValue voice = in.require(in.json("voice"), "voice");
        if (!(voice instanceof JsonString || voice instanceof JsonObject)) {
            throw in.wrongType(in.path("voice"), "one of a string or object", voice);
        }
        return new AudioOutput(voice, in.require(in.word("format", AudioFormat::new), "format"), in.additional());
    }

    static void write(JsonOutput out, AudioOutput audio) {
        out.members(audio.additional())
                .json("voice", audio.voice())
                .word("format", audio.format(), AudioFormat::value)
                .end();
    }

    static @Nullable Prediction prediction(@Nullable JsonInput in) {
        return in == null
                ? null
                : new Prediction(
                        in.require(in.string("type"), "type"),
                        in.require(ContentCodec.read(in, "content"), "content"),
                        in.additional());
    }

    static void write(JsonOutput out, Prediction prediction) {
        out.members(prediction.additional())
                .string("type", prediction.type())
                .member("content", prediction.content(), content -> ContentCodec.write(out, content))
                .end();
    }

    static @Nullable WebSearchOptions webSearch(@Nullable JsonInput in) {
        return in == null
                ? null
                : new WebSearchOptions(
                        in.word("search_context_size", SearchContextSize::new),
                        location(in.members("user_location")),
                        in.additional());
    }

    private static WebSearchOptions.@Nullable UserLocation location(@Nullable JsonInput in) {
        return in == null
                ? null
                : new WebSearchOptions.UserLocation(
                        in.require(in.string("type"), "type"), approximate(in.members("approximate")), in.additional());
    }

    private static WebSearchOptions.@Nullable ApproximateLocation approximate(@Nullable JsonInput in) {
        return in == null
                ? null
                : new WebSearchOptions.ApproximateLocation(
                        in.string("country"),
                        in.string("region"),
                        in.string("city"),
                        in.string("timezone"),
                        in.additional());
    }

    static void write(JsonOutput out, WebSearchOptions options) {
        out.members(options.additional())
                .word("search_context_size", options.searchContextSize(), SearchContextSize::value)
                .member(
                        "user_location",
                        options.userLocation(),
                        location -> out.members(location.additional())
                                .string("type", location.type())
                                .member(
                                        "approximate",
                                        location.approximate(),
                                        place -> out.members(place.additional())
                                                .string("country", place.country())
                                                .string("region", place.region())
                                                .string("city", place.city())
                                                .string("timezone", place.timezone())
                                                .end())
                                .end())
                .end();
    }

    static @Nullable PromptCacheOptions promptCache(@Nullable JsonInput in) {
        return in == null
                ? null
                : new PromptCacheOptions(in.word("mode", PromptCacheMode::new), in.string("ttl"), in.additional());
    }

    static void write(JsonOutput out, PromptCacheOptions options) {
        out.members(options.additional())
                .word("mode", options.mode(), PromptCacheMode::value)
                .string("ttl", options.ttl())
                .end();
    }

    static @Nullable ModerationOptions moderation(@Nullable JsonInput in) {
        return in == null
                ? null
                : new ModerationOptions(
                        in.require(in.string("model"), "model"), policy(in.members("policy")), in.additional());
    }

    private static ModerationOptions.@Nullable Policy policy(@Nullable JsonInput in) {
        return in == null
                ? null
                : new ModerationOptions.Policy(rule(in.members("input")), rule(in.members("output")), in.additional());
    }

    private static ModerationOptions.@Nullable Rule rule(@Nullable JsonInput in) {
        return in == null ? null : new ModerationOptions.Rule(in.word("mode", ModerationMode::new), in.additional());
    }

    static void write(JsonOutput out, ModerationOptions options) {
        out.members(options.additional())
                .string("model", options.model())
                .member(
                        "policy",
                        options.policy(),
                        policy -> out.members(policy.additional())
                                .member("input", policy.input(), rule -> write(out, rule))
                                .member("output", policy.output(), rule -> write(out, rule))
                                .end())
                .end();
    }

    private static void write(JsonOutput out, ModerationOptions.Rule rule) {
        out.members(rule.additional())
                .word("mode", rule.mode(), ModerationMode::value)
                .end();
    }
}
