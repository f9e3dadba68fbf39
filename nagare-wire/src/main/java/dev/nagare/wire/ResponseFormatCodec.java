package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The JSON form of {@link ResponseFormat}. */
final class ResponseFormatCodec {
    private ResponseFormatCodec() {}

    static @Nullable ResponseFormat read(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        String type = in.require(in.string("type"), "type");
        return switch (type) {
            case "text" -> new ResponseFormat.Text(in.additional());
            case "json_object" -> new ResponseFormat.AnyObject(in.additional());
            case "json_schema" ->
                new ResponseFormat.Schema(
                        schema(in.require(in.members("json_schema"), "json_schema")), in.additional());
            default -> new ResponseFormat.Other(type, in.source());
        };
    }

    private static ResponseFormat.NamedSchema schema(JsonInput in) {
        return new ResponseFormat.NamedSchema(
                in.require(in.string("name"), "name"),
                in.string("description"),
                in.jsonObject("schema"),
                in.bool("strict"),
                in.additional());
    }

    static void write(JsonOutput out, ResponseFormat format) {
        if (format instanceof ResponseFormat.Text text) {
            out.members(text.additional()).string("type", format.type()).end();
        } else if (format instanceof ResponseFormat.AnyObject any) {
            out.members(any.additional()).string("type", format.type()).end();
        } else if (format instanceof ResponseFormat.Schema schema) {
            out.members(schema.additional())
                    .string("type", format.type())
                    .member(
                            "json_schema",
                            schema.jsonSchema(),
                            named -> out.members(named.additional())
                                    .string("name", named.name())
                                    .string("description", named.description())
                                    .json("schema", named.schema())
                                    .bool("strict", named.strict())
                                    .end())
                    .end();
        } else if (format instanceof ResponseFormat.Other other) {
            out.value(other.members());
        }
    }
}
