package dev.nagare.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of messages, in requests and in whole completions. */
final class MessageCodec {
    private static final List<String> ROLES = List.of("system", "assistant", "user", "function", "tool", "developer");

    private MessageCodec() {}

    static Message read(JsonInput in) {
        String role = in.require(in.string("role"), "role");
        return switch (role) {
            case "developer" -> new DeveloperMessage(requiredContent(in), in.string("name"), in.additional());
            case "system" -> new SystemMessage(requiredContent(in), in.string("name"), in.additional());
            case "user" -> new UserMessage(requiredContent(in), in.string("name"), in.additional());
            case "assistant" -> assistant(in);
            case "tool" ->
                new ToolMessage(
                        requiredContent(in), in.require(in.string("tool_call_id"), "tool_call_id"), in.additional());
            case "function" -> new FunctionMessage(content(in), in.require(in.string("name"), "name"), in.additional());
            default -> throw new JsonProblems(in.dialect()).unsupportedValue(in.path("role"), role, ROLES);
        };
    }

    /** The message of an assistant, whose role has been taken or is not there. */
    static AssistantMessage assistant(JsonInput in) {
        MessageContent content = content(in);
        String refusal = in.string("refusal");
        String reasoning = in.string("reasoning_content");
        String name = in.string("name");
        List<ToolCall> toolCalls = ResponseParts.toolCalls(in);
        FunctionCall functionCall = ResponseParts.functionCall(in.members("function_call"));
        JsonArray annotations = in.jsonArray("annotations");
        JsonObject audio = in.jsonObject("audio");
        boolean isAnswer = content != null || refusal != null || !toolCalls.isEmpty() || functionCall != null;
        if (in.dialect() == JsonInput.Dialect.REQUEST && !isAnswer && audio == null) {
            throw new JsonProblems(in.dialect()).missing(in.path("content"));
        }
        return new AssistantMessage(
                content, refusal, reasoning, name, toolCalls, functionCall, annotations, audio, in.additional());
    }

    private static MessageContent requiredContent(JsonInput in) {
        return in.require(content(in), "content");
    }

    private static @Nullable MessageContent content(JsonInput in) {
        JsonValue value = in.json("content");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text) {
            return new TextContent(text.value());
        }
        if (value instanceof JsonArray parts) {
            if (parts.elements().isEmpty()) {
                throw new JsonProblems(in.dialect()).emptyArray(in.path("content"));
            }
            return new PartsContent(in.elements(parts, in.path("content"), (part, path) -> part(in, part, path)));
        }
        throw in.wrongType(in.path("content"), "one of a string or array of objects", value);
    }

    private static ContentPart part(JsonInput in, JsonValue value, String path) {
        JsonInput part = in.element(value, path);
        String type = part.require(part.string("type"), "type");
        return switch (type) {
            case "text" -> new TextPart(part.require(part.string("text"), "text"), part.additional());
            case "refusal" -> new RefusalPart(part.require(part.string("refusal"), "refusal"), part.additional());
            default -> new OtherPart(type, in.asObject(value, path));
        };
    }

    static void write(JsonOutput out, Message message) {
        if (message instanceof DeveloperMessage developer) {
            write(out, message, developer.name(), developer.additional());
        } else if (message instanceof SystemMessage system) {
            write(out, message, system.name(), system.additional());
        } else if (message instanceof UserMessage user) {
            write(out, message, user.name(), user.additional());
        } else if (message instanceof AssistantMessage assistant) {
            writeAssistant(out, assistant);
        } else if (message instanceof ToolMessage tool) {
            out.members(tool.additional())
                    .string("role", "tool")
                    .member("content", tool.content(), content -> write(out, content))
                    .string("tool_call_id", tool.toolCallId())
                    .end();
        } else if (message instanceof FunctionMessage function) {
            write(out, message, function.name(), function.additional());
        }
    }

    private static void write(JsonOutput out, Message message, @Nullable String name, JsonObject additional) {
        out.members(additional)
                .string("role", message.role().value())
                .member("content", message.content(), content -> write(out, content))
                .string("name", name)
                .end();
    }

    static void writeAssistant(JsonOutput out, AssistantMessage message) {
        out.members(message.additional())
                .string("role", "assistant")
                .member("content", message.content(), content -> write(out, content))
                .string("reasoning_content", message.reasoningContent())
                .listUnlessEmpty("tool_calls", message.toolCalls(), call -> ResponseParts.write(out, call))
                .member("function_call", message.functionCall(), call -> ResponseParts.write(out, call))
                .string("refusal", message.refusal())
                .json("annotations", message.annotations())
                .json("audio", message.audio())
                .string("name", message.name())
                .end();
    }

    private static void write(JsonOutput out, MessageContent content) {
        if (content instanceof TextContent text) {
            out.string(text.text());
        } else if (content instanceof PartsContent parts) {
            out.array(parts.parts(), part -> write(out, part));
        }
    }

    private static void write(JsonOutput out, ContentPart part) {
        if (part instanceof TextPart text) {
            out.members(text.additional())
                    .string("type", text.type())
                    .string("text", text.text())
                    .end();
        } else if (part instanceof RefusalPart refusal) {
            out.members(refusal.additional())
                    .string("type", refusal.type())
                    .string("refusal", refusal.refusal())
                    .end();
        } else if (part instanceof OtherPart other) {
            out.value(Objects.requireNonNull(other.members()));
        }
    }
}
