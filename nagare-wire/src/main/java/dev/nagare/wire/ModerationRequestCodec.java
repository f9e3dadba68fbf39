package dev.nagare.wire;

import java.util.Set;

/** The JSON form of {@link ModerationRequest}. */
public final class ModerationRequestCodec {
    /** The names that the protocol knows. */
    static final Set<String> PARAMETERS = Set.of("input", "model");

    private ModerationRequestCodec() {}

    /**
     * Reads a request's body.
     *
     * @throws InvalidRequestException when it is not JSON, lacks something, or breaks a rule
     */
    public static ModerationRequest decode(byte[] utf8) {
        JsonInput in = RequestParts.body(utf8);
        return new ModerationRequest(input(in), in.string("model"), in.additional());
    }

    private static ModerationInput input(JsonInput in) {
        JsonValue value = in.require(in.json("input"), "input");
        if (value instanceof JsonString text) {
            return new ModerationInput.Text(text.value());
        }
        if (value instanceof JsonArray array) {
            RequestRules.count("input", array.elements().size(), RequestRules.MAX_INPUTS);
            JsonValue first = array.elements().get(0);
            if (first instanceof JsonString) {
                return new ModerationInput.Texts(in.elements(array, "input", in::asString));
            } else if (first instanceof JsonObject) {
                return new ModerationInput.Parts(
                        in.elements(array, "input", (part, path) -> ContentCodec.part(in.element(part, path))));
            }
        }
        throw in.wrongType("input", "one of a string, array of strings or array of objects", value);
    }

    /** Writes a request's body. */
    public static byte[] encode(ModerationRequest request) {
        Utf8Buffer buffer = new Utf8Buffer();
        JsonOutput out = new JsonOutput(buffer);
        out.members(request.additional())
                .member("input", request.input(), input -> write(out, input))
                .string("model", request.model())
                .end();
        return buffer.toByteArray();
    }

    private static void write(JsonOutput out, ModerationInput input) {
        if (input instanceof ModerationInput.Text text) {
            out.string(text.text());
        } else if (input instanceof ModerationInput.Texts texts) {
            out.array(texts.texts(), out::string);
        } else if (input instanceof ModerationInput.Parts parts) {
            out.array(parts.parts(), part -> ContentCodec.write(out, part));
        }
    }
}
