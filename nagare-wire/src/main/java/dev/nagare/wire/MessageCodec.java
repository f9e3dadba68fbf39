package dev.nagare.wire;

import java.util.List;
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
            case "function" ->
                new FunctionMessage(
                        ContentCodec.read(in, "content"), in.require(in.string("name"), "name"), in.additional());
            default -> throw in.problems().unsupportedValue(in.path("role"), role, ROLES);
        };
    }

    /** The message of an assistant, whose role has been taken or is not there. */
    static AssistantMessage assistant(JsonInput in) {
        MessageContent content = ContentCodec.read(in, "content");
        String refusal = in.string("refusal");
        String reasoning = in.string("reasoning_content");
        if (reasoning == null && !in.isRequest()) {
            reasoning = in.string("reasoning");
        }
        String name = in.string("name");
        List<ToolCall> toolCalls = ToolCallCodec.toolCalls(in);
        FunctionCall functionCall = ToolCallCodec.functionCall(in.members("function_call"));
        JsonArray annotations = in.jsonArray("annotations");
        JsonObject audio = in.jsonObject("audio");
        boolean isAnswer = content != null || refusal != null || !toolCalls.isEmpty() || functionCall != null;
        if (in.isRequest() && !isAnswer && audio == null) {
            throw in.problems().missing(in.path("content"));
        }
        return new AssistantMessage(
                content, refusal, reasoning, name, toolCalls, functionCall, annotations, audio, in.additional());
    }

    private static MessageContent requiredContent(JsonInput in) {
        return in.require(ContentCodec.read(in, "content"), "content");
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
                    .member("content", tool.content(), content -> ContentCodec.write(out, content))
                    .string("tool_call_id", tool.toolCallId())
                    .end();
        } else if (message instanceof FunctionMessage function) {
            write(out, message, function.name(), function.additional());
        }
    }

    private static void write(JsonOutput out, Message message, @Nullable String name, JsonObject additional) {
        out.members(additional)
                .string("role", message.role().value())
                .member("content", message.content(), content -> ContentCodec.write(out, content))
                .string("name", name)
                .end();
    }

    static void writeAssistant(JsonOutput out, AssistantMessage message) {
        out.members(message.additional())
                .string("role", "assistant")
                .member("content", message.content(), content -> ContentCodec.write(out, content))
                .string("reasoning_content", message.reasoningContent())
                .listUnlessEmpty("tool_calls", message.toolCalls(), call -> ToolCallCodec.write(out, call))
                .member("function_call", message.functionCall(), call -> ToolCallCodec.write(out, call))
                .string("refusal", message.refusal())
                .json("annotations", message.annotations())
                .json("audio", message.audio())
                .string("name", message.name())
                .end();
    }
}
