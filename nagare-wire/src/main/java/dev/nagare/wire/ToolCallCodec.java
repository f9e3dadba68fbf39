package dev.nagare.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of tool calls, whole and in fragments.
 *
 * <p>A request must have every part of a call; of a response, what is there is taken.
 */
final class ToolCallCodec {
    private ToolCallCodec() {}

    static List<ToolCall> toolCalls(JsonInput in) {
        return in.listUnlessEmpty("tool_calls", (value, path) -> toolCall(in.element(value, path)));
    }

    private static ToolCall toolCall(JsonInput in) {
        String id = in.string("id");
        String type = in.string("type");
        FunctionCall function = functionCall(in.members("function"));
        CustomCall custom = customCall(in.members("custom"));
        if (in.isRequest()) {
            in.require(id, "id");
            in.require(type, "type");
            if ("function".equals(type)) {
                in.require(function, "function");
            } else if ("custom".equals(type)) {
                in.require(custom, "custom");
            }
        }
        return new ToolCall(id, type, function, custom, in.additional());
    }

    static @Nullable FunctionCall functionCall(@Nullable JsonInput in) {
        return in == null
                ? null
                : new FunctionCall(
                        in.require(in.string("name"), "name"),
                        text(in, "arguments", in.stringOrJson("arguments")),
                        in.additional());
    }

    private static @Nullable CustomCall customCall(@Nullable JsonInput in) {
        return in == null
                ? null
                : new CustomCall(
                        in.require(in.string("name"), "name"), text(in, "input", in.string("input")), in.additional());
    }

    private static String text(JsonInput in, String name, @Nullable String text) {
        return in.isRequest() ? in.require(text, name) : Objects.requireNonNullElse(text, "");
    }

    static List<ToolCallDelta> deltas(JsonInput in) {
        return in.listUnlessEmpty("tool_calls", (value, path) -> delta(in.element(value, path)));
    }

    private static ToolCallDelta delta(JsonInput in) {
        JsonInput custom = in.members("custom");
        return new ToolCallDelta(
                in.smallInteger("index"),
                in.label("id"),
                in.string("type"),
                functionDelta(in.members("function")),
                custom == null
                        ? null
                        : new CustomDelta(custom.string("name"), custom.string("input"), custom.additional()),
                in.additional());
    }

    static @Nullable FunctionDelta functionDelta(@Nullable JsonInput in) {
        return in == null ? null : new FunctionDelta(in.string("name"), in.stringOrJson("arguments"), in.additional());
    }

    static void write(JsonOutput out, ToolCall call) {
        out.members(call.additional())
                .string("id", call.id())
                .string("type", call.type())
                .member("function", call.function(), function -> write(out, function))
                .member(
                        "custom",
                        call.custom(),
                        custom -> out.members(custom.additional())
                                .string("name", custom.name())
                                .string("input", custom.input())
                                .end())
                .end();
    }

    static void write(JsonOutput out, FunctionCall call) {
        out.members(call.additional())
                .string("name", call.name())
                .string("arguments", call.arguments())
                .end();
    }

    static void write(JsonOutput out, ToolCallDelta call) {
        out.members(call.additional())
                .integer("index", call.index())
                .string("id", call.id())
                .string("type", call.type())
                .member("function", call.function(), function -> write(out, function))
                .member(
                        "custom",
                        call.custom(),
                        custom -> out.members(custom.additional())
                                .string("name", custom.name())
                                .string("input", custom.input())
                                .end())
                .end();
    }

    static void write(JsonOutput out, FunctionDelta function) {
        out.members(function.additional())
                .string("name", function.name())
                .string("arguments", function.arguments())
                .end();
    }
}
