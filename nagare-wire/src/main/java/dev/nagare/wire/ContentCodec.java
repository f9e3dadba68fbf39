package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The JSON form of a message's content: a text, or parts. */
final class ContentCodec {
    private ContentCodec() {}

    /** Takes a member that is a text or parts; null when it is absent or null. */
    static @Nullable MessageContent read(JsonInput in, String name) {
        JsonValue value = in.json(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text) {
            return new TextContent(text.value());
        }
        if (value instanceof JsonArray parts) {
            if (parts.elements().isEmpty() && in.isRequest()) {
                throw in.problems().emptyArray(in.path(name));
            }
            return new PartsContent(in.elements(parts, in.path(name), (part, path) -> part(in.element(part, path))));
        }
        throw in.wrongType(in.path(name), "one of a string or array of objects", value);
    }

    static ContentPart part(JsonInput in) {
        String type = in.require(in.string("type"), "type");
        return switch (type) {
            case "text" -> new TextPart(in.require(in.string("text"), "text"), breakpoint(in), in.additional());
            case "refusal" ->
                new RefusalPart(in.require(in.string("refusal"), "refusal"), breakpoint(in), in.additional());
            case "image_url" -> image(in, in.require(in.members("image_url"), "image_url"));
            case "input_audio" -> audio(in, in.require(in.members("input_audio"), "input_audio"));
            case "file" -> file(in, in.require(in.members("file"), "file"));
            default -> new OtherPart(type, in.source());
        };
    }

    private static ImagePart image(JsonInput part, JsonInput in) {
        ImagePart.ImageUrl url = new ImagePart.ImageUrl(
                in.require(in.string("url"), "url"), in.word("detail", ImageDetail::new), in.additional());
        return new ImagePart(url, breakpoint(part), part.additional());
    }

    private static AudioPart audio(JsonInput part, JsonInput in) {
        AudioPart.InputAudio audio = new AudioPart.InputAudio(
                in.require(in.string("data"), "data"),
                in.require(in.word("format", AudioFormat::new), "format"),
                in.additional());
        return new AudioPart(audio, breakpoint(part), part.additional());
    }

    private static FilePart file(JsonInput part, JsonInput in) {
        FilePart.InputFile file = new FilePart.InputFile(
                in.string("file_id"), in.string("file_data"), in.string("filename"), in.additional());
        return new FilePart(file, breakpoint(part), part.additional());
    }

    private static @Nullable PromptCacheBreakpoint breakpoint(JsonInput part) {
        JsonInput in = part.members("prompt_cache_breakpoint");
        return in == null
                ? null
                : new PromptCacheBreakpoint(in.require(in.word("mode", PromptCacheMode::new), "mode"), in.additional());
    }

    static void write(JsonOutput out, MessageContent content) {
        if (content instanceof TextContent text) {
            out.string(text.text());
        } else if (content instanceof PartsContent parts) {
            out.array(parts.parts(), part -> write(out, part));
        }
    }

    static void write(JsonOutput out, ContentPart part) {
        if (part instanceof TextPart text) {
            JsonOutput.Members members = begin(out, part, text.additional()).string("text", text.text());
            end(out, members, text.promptCacheBreakpoint());
        } else if (part instanceof RefusalPart refusal) {
            JsonOutput.Members members = begin(out, part, refusal.additional()).string("refusal", refusal.refusal());
            end(out, members, refusal.promptCacheBreakpoint());
        } else if (part instanceof ImagePart image) {
            JsonOutput.Members members = begin(out, part, image.additional())
                    .member(
                            "image_url",
                            image.imageUrl(),
                            url -> out.members(url.additional())
                                    .string("url", url.url())
                                    .word("detail", url.detail(), ImageDetail::value)
                                    .end());
            end(out, members, image.promptCacheBreakpoint());
        } else if (part instanceof AudioPart audio) {
            JsonOutput.Members members = begin(out, part, audio.additional())
                    .member(
                            "input_audio",
                            audio.inputAudio(),
                            sound -> out.members(sound.additional())
                                    .string("data", sound.data())
                                    .word("format", sound.format(), AudioFormat::value)
                                    .end());
            end(out, members, audio.promptCacheBreakpoint());
        } else if (part instanceof FilePart file) {
            JsonOutput.Members members = begin(out, part, file.additional())
                    .member(
                            "file",
                            file.file(),
                            input -> out.members(input.additional())
                                    .string("file_id", input.fileId())
                                    .string("file_data", input.fileData())
                                    .string("filename", input.filename())
                                    .end());
            end(out, members, file.promptCacheBreakpoint());
        } else if (part instanceof OtherPart other) {
            out.value(other.members());
        }
    }

    private static JsonOutput.Members begin(JsonOutput out, ContentPart part, JsonObject additional) {
        return out.members(additional).string("type", part.type());
    }

    private static void end(JsonOutput out, JsonOutput.Members members, @Nullable PromptCacheBreakpoint breakpoint) {
        members.member(
                        "prompt_cache_breakpoint",
                        breakpoint,
                        mark -> out.members(mark.additional())
                                .word("mode", mark.mode(), PromptCacheMode::value)
                                .end())
                .end();
    }
}
