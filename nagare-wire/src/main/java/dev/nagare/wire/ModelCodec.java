package dev.nagare.wire;

/** The JSON form of {@link Model} and {@link ModelList}. */
public final class ModelCodec {
    private ModelCodec() {}

    /**
     * Reads a model.
     *
     * @throws MalformedJsonException when it is not JSON or not a model
     */
    public static Model decode(byte[] utf8) {
        return read(JsonInput.response(Json.parse(utf8), "model"));
    }

    /**
     * Reads a list of models.
     *
     * @throws MalformedJsonException when it is not JSON or not a list of models
     */
    public static ModelList decodeList(byte[] utf8) {
        JsonInput in = JsonInput.response(Json.parse(utf8), "list of models");
        in.object("list");
        return new ModelList(
                in.require(in.list("data", (model, path) -> read(in.element(model, path))), "data"), in.additional());
    }

    private static Model read(JsonInput in) {
        in.object(Model.OBJECT);
        Long created = in.integer("created");
        String owner = in.string("owned_by");
        return new Model(
                in.require(in.string("id"), "id"),
                created == null ? 0 : created,
                owner == null ? "" : owner,
                in.additional());
    }

    /** Writes a model. */
    public static byte[] encode(Model model) {
        Utf8Buffer buffer = new Utf8Buffer();
        write(new JsonOutput(buffer), model);
        return buffer.toByteArray();
    }

    /** Writes a list of models. */
    public static byte[] encode(ModelList list) {
        Utf8Buffer buffer = new Utf8Buffer();
        JsonOutput out = new JsonOutput(buffer);
        out.members(list.additional())
                .object("list")
                .list("data", list.data(), model -> write(out, model))
                .end();
        return buffer.toByteArray();
    }

    private static void write(JsonOutput out, Model model) {
        out.members(model.additional())
                .string("id", model.id())
                .object(Model.OBJECT)
                .integer("created", model.created())
                .string("owned_by", model.ownedBy())
                .end();
    }
}
