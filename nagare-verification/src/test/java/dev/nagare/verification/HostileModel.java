package dev.nagare.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A file that says it is a model.
 *
 * @param name what is wrong with it
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostileModel(String name, byte[] bytes) {
    private static final int MAGIC = 0x46554747;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    /** Counts and sizes that no file can hold, and the built-in model cut or with a byte changed that matters. */
    static List<HostileModel> all() {
        byte[] real = builtIn();
        List<HostileModel> all = new ArrayList<>(List.of(
                new HostileModel("empty", new byte[0]),
                new HostileModel("2^40 tensors", file(1L << 40, 0, out -> {})),
                new HostileModel("2^40 values", file(0, 1L << 40, out -> {})),
                new HostileModel("a dimension of 2^60", tensor(1L << 60, 2)),
                new HostileModel("dimensions that overflow", tensor(1L << 32, 1L << 32)),
                new HostileModel("a name of 2^62 bytes", file(1, 0, out -> out.putLong(1L << 62))),
                new HostileModel("an array of 2^50 strings", array()),
                new HostileModel("cut in its first bytes", Arrays.copyOf(real, 7)),
                new HostileModel("cut in its metadata", Arrays.copyOf(real, 20_000)),
                new HostileModel("cut in its weights", Arrays.copyOf(real, real.length / 2))));
        for (int bit : new int[] {1, 35, 70, 100, 134, 190}) {
            byte[] flipped = real.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            all.add(new HostileModel("bit " + bit + " flipped", flipped));
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }

    /** A file of 256 bytes that begins as a model does. */
    private static byte[] file(long tensors, long values, Consumer<ByteBuffer> rest) {
        byte[] bytes = new byte[256];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(3).putLong(tensors).putLong(values);
        rest.accept(out);
        return bytes;
    }

    private static byte[] tensor(long columns, long rows) {
        return file(1, 0, out -> {
            string(out, "token_embd.weight");
            out.putInt(2).putLong(columns).putLong(rows).putInt(0).putLong(0);
        });
    }

    private static byte[] array() {
        return file(0, 1, out -> {
            string(out, "tokenizer.ggml.tokens");
            out.putInt(ARRAY).putInt(STRING).putLong(1L << 50);
        });
    }

    private static void string(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.putLong(utf8.length).put(utf8);
    }

    private static byte[] builtIn() {
        try (InputStream in =
                Objects.requireNonNull(HostileModel.class.getResourceAsStream("/dev/nagare/local/nagare-tiny.gguf"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
