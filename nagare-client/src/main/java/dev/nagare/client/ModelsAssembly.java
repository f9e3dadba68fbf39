package dev.nagare.client;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModelCodec;
import dev.nagare.wire.ModelList;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The list of models, which comes whole: a stream of one chunk. */
final class ModelsAssembly implements Assembly<ModelList, ModelList> {
    private ModelList models = new ModelList(List.of(), JsonObject.EMPTY);

    @Override
    public ModelList read(byte[] data, int offset, int length) {
        return whole(Arrays.copyOfRange(data, offset, offset + length));
    }

    @Override
    public boolean saysSomething(ModelList chunk) {
        return true;
    }

    @Override
    public String text(ModelList chunk, int choice) {
        return "";
    }

    @Override
    public void add(ModelList chunk) {
        models = chunk;
    }

    @Override
    public @Nullable Usage usage() {
        return null;
    }

    @Override
    public StreamEnd ended(boolean sawDone) {
        return new StreamEnd.Completed(sawDone);
    }

    @Override
    public ModelList snapshot() {
        return models;
    }

    @Override
    public ModelList whole(byte[] utf8) {
        return ModelCodec.decodeList(utf8);
    }

    @Override
    public ModelList asChunk(ModelList answer) {
        return answer;
    }

    @Override
    public @Nullable PartialAnswer partial(ModelList answer) {
        return null;
    }

    @Override
    public void events(ModelList chunk, Consumer<StreamEvent> out) {
        // Models say nothing.
    }

    @Override
    public ModelsAssembly fresh() {
        return new ModelsAssembly();
    }

    @Override
    public ModelList outline(ModelList chunk) {
        return chunk;
    }
}
