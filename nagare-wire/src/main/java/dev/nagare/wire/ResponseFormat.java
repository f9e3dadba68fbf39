package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The form that an answer must have. */
public sealed interface ResponseFormat {
    /** Text of any form. */
    ResponseFormat TEXT = new Text(JsonObject.EMPTY);

    /** Any JSON object. */
    ResponseFormat JSON_OBJECT = new AnyObject(JsonObject.EMPTY);

    /** The kind of form, as {@code type} says it. */
    String type();

    /** JSON that follows a schema. */
    static ResponseFormat schema(String name, JsonObject schema) {
        return new Schema(new NamedSchema(name, null, schema, null, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    /**
     * Text of any form.
     *
     * @param additional the members that no other component holds
     */
    record Text(JsonObject additional) implements ResponseFormat {
        @Override
        public String type() {
            return "text";
        }
    }

    /**
     * Any JSON object.
     *
     * @param additional the members that no other component holds
     */
    record AnyObject(JsonObject additional) implements ResponseFormat {
        @Override
        public String type() {
            return "json_object";
        }
    }

    /**
     * JSON that follows a schema.
     *
     * @param jsonSchema the schema
     * @param additional the members that no other component holds
     */
    record Schema(NamedSchema jsonSchema, JsonObject additional) implements ResponseFormat {
        @Override
        public String type() {
            return "json_schema";
        }
    }

    /**
     * A schema with a name.
     *
     * @param name its name; 1 to 64 letters, digits, {@code _} and {@code -}
     * @param description what the answer is for
     * @param schema the JSON schema
     * @param strict whether the answer must follow it to the letter
     * @param additional the members that no other component holds
     */
    record NamedSchema(
            String name,
            @Nullable String description,
            @Nullable JsonObject schema,
            @Nullable Boolean strict,
            JsonObject additional) {}

    /**
     * A form that this version does not know, passed on as it is.
     *
     * @param type the kind
     * @param members the whole format, {@code type} included
     */
    record Other(String type, JsonObject members) implements ResponseFormat {}
}
