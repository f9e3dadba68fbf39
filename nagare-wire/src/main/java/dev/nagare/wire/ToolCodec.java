package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of tools and functions, and of the choice among them. */
final class ToolCodec {
    private ToolCodec() {}

    static List<Tool> tools(JsonInput in) {
        return in.listOfSome("tools", (value, path) -> tool(in.element(value, path)));
    }

    private static Tool tool(JsonInput in) {
        String type = in.require(in.string("type"), "type");
        return switch (type) {
            case "function" ->
                new Tool.Function(function(in.require(in.members("function"), "function")), in.additional());
            case "custom" -> new Tool.Custom(custom(in.require(in.members("custom"), "custom")), in.additional());
            default -> new Tool.Other(type, in.source());
        };
    }

    static List<FunctionDefinition> functions(JsonInput in) {
        return in.listOfSome("functions", (value, path) -> function(in.element(value, path)));
    }

    private static FunctionDefinition function(JsonInput in) {
        return new FunctionDefinition(
                in.require(in.string("name"), "name"),
                in.string("description"),
                in.jsonObject("parameters"),
                in.bool("strict"),
                in.additional());
    }

    private static CustomToolDefinition custom(JsonInput in) {
        return new CustomToolDefinition(
                in.require(in.string("name"), "name"),
                in.string("description"),
                format(in.members("format")),
                in.additional());
    }

    private static @Nullable CustomToolFormat format(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        String type = in.require(in.string("type"), "type");
        return switch (type) {
            case "text" -> new CustomToolFormat.Text(in.additional());
            case "grammar" ->
                new CustomToolFormat.Grammar(rules(in.require(in.members("grammar"), "grammar")), in.additional());
            default -> new CustomToolFormat.Other(type, in.source());
        };
    }

    private static CustomToolFormat.Rules rules(JsonInput in) {
        return new CustomToolFormat.Rules(
                in.require(in.word("syntax", GrammarSyntax::new), "syntax"),
                in.require(in.string("definition"), "definition"),
                in.additional());
    }

    static @Nullable ToolChoice choice(JsonInput in) {
        JsonValue value = in.json("tool_choice");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString word) {
            return new ToolChoice.Mode(word.value());
        }
        if (value instanceof JsonObject) {
            return choiceOfOne(in.element(value, in.path("tool_choice")));
        }
        throw in.wrongType(in.path("tool_choice"), "one of a string or object", value);
    }

    private static ToolChoice choiceOfOne(JsonInput in) {
        String type = in.require(in.string("type"), "type");
        return switch (type) {
            case "function" ->
                new ToolChoice.Function(name(in.require(in.members("function"), "function")), in.additional());
            case "custom" -> new ToolChoice.Custom(name(in.require(in.members("custom"), "custom")), in.additional());
            case "allowed_tools" ->
                new ToolChoice.Allowed(
                        allowed(in.require(in.members("allowed_tools"), "allowed_tools")), in.additional());
            default -> new ToolChoice.Other(type, in.source());
        };
    }

    private static ToolChoice.Name name(JsonInput in) {
        return new ToolChoice.Name(in.require(in.string("name"), "name"), in.additional());
    }

    private static ToolChoice.AllowedTools allowed(JsonInput in) {
        return new ToolChoice.AllowedTools(
                in.require(in.word("mode", ToolChoice.Mode::new), "mode"),
                in.require(in.list("tools", (value, path) -> choiceOfOne(in.element(value, path))), "tools"),
                in.additional());
    }

    static @Nullable FunctionChoice functionChoice(JsonInput in) {
        JsonValue value = in.json("function_call");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString word) {
            return new FunctionChoice.Mode(word.value());
        }
        if (value instanceof JsonObject) {
            JsonInput named = in.element(value, in.path("function_call"));
            return new FunctionChoice.Named(named.require(named.string("name"), "name"), named.additional());
        }
        throw in.wrongType(in.path("function_call"), "one of a string or object", value);
    }

    static void write(JsonOutput out, Tool tool) {
        if (tool instanceof Tool.Function function) {
            out.members(function.additional())
                    .string("type", tool.type())
                    .member("function", function.function(), definition -> write(out, definition))
                    .end();
        } else if (tool instanceof Tool.Custom custom) {
            out.members(custom.additional())
                    .string("type", tool.type())
                    .member("custom", custom.custom(), definition -> write(out, definition))
                    .end();
        } else if (tool instanceof Tool.Other other) {
            out.value(other.members());
        }
    }

    static void write(JsonOutput out, FunctionDefinition function) {
        out.members(function.additional())
                .string("name", function.name())
                .string("description", function.description())
                .json("parameters", function.parameters())
                .bool("strict", function.strict())
                .end();
    }

    private static void write(JsonOutput out, CustomToolDefinition custom) {
        out.members(custom.additional())
                .string("name", custom.name())
                .string("description", custom.description())
                .member("format", custom.format(), format -> write(out, format))
                .end();
    }

    private static void write(JsonOutput out, CustomToolFormat format) {
        if (format instanceof CustomToolFormat.Text text) {
            out.members(text.additional()).string("type", format.type()).end();
        } else if (format instanceof CustomToolFormat.Grammar grammar) {
            out.members(grammar.additional())
                    .string("type", format.type())
                    .member(
                            "grammar",
                            grammar.grammar(),
                            rules -> out.members(rules.additional())
                                    .word("syntax", rules.syntax(), GrammarSyntax::value)
                                    .string("definition", rules.definition())
                                    .end())
                    .end();
        } else if (format instanceof CustomToolFormat.Other other) {
            out.value(other.members());
        }
    }

    static void write(JsonOutput out, ToolChoice choice) {
        if (choice instanceof ToolChoice.Mode mode) {
            out.string(mode.value());
        } else if (choice instanceof ToolChoice.Function function) {
            out.members(function.additional())
                    .string("type", "function")
                    .member("function", function.function(), name -> write(out, name))
                    .end();
        } else if (choice instanceof ToolChoice.Custom custom) {
            out.members(custom.additional())
                    .string("type", "custom")
                    .member("custom", custom.custom(), name -> write(out, name))
                    .end();
        } else if (choice instanceof ToolChoice.Allowed allowed) {
            out.members(allowed.additional())
                    .string("type", "allowed_tools")
                    .member(
                            "allowed_tools",
                            allowed.allowedTools(),
                            tools -> out.members(tools.additional())
                                    .word("mode", tools.mode(), ToolChoice.Mode::value)
                                    .list("tools", tools.tools(), tool -> write(out, tool))
                                    .end())
                    .end();
        } else if (choice instanceof ToolChoice.Other other) {
            out.value(other.members());
        }
    }

    private static void write(JsonOutput out, ToolChoice.Name name) {
        out.members(name.additional()).string("name", name.name()).end();
    }

    static void write(JsonOutput out, FunctionChoice choice) {
        if (choice instanceof FunctionChoice.Mode mode) {
            out.string(mode.value());
        } else if (choice instanceof FunctionChoice.Named named) {
            out.members(named.additional()).string("name", named.name()).end();
        }
    }
}
