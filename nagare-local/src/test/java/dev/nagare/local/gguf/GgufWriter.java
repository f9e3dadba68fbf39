package dev.nagare.local.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes small GGUF files for tests, valid ones and, through {@link #raw}, broken ones. */
public final class GgufWriter {
    /** What is written of a tensor before its offset, and its bytes. */
    private record Tensor(Out info, Out data) {}

    private final int version;
    private final int alignment;
    private final List<byte[]> values = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();

    public GgufWriter() {
        this(3, 32);
    }

    public GgufWriter(int version, int alignment) {
        this.version = version;
        this.alignment = alignment;
        if (alignment != 32) {
            u32("general.alignment", alignment);
        }
    }

    public GgufWriter string(String key, String value) {
        return raw(key, GgufType.STRING, out -> out.string(value));
    }

    public GgufWriter u32(String key, int value) {
        return raw(key, GgufType.UINT32, out -> out.i32(value));
    }

    public GgufWriter f32(String key, float value) {
        return raw(key, GgufType.FLOAT32, out -> out.i32(Float.floatToRawIntBits(value)));
    }

    public GgufWriter bool(String key, boolean value) {
        return raw(key, GgufType.BOOL, out -> out.u8(value ? 1 : 0));
    }

    public GgufWriter strings(String key, List<String> strings) {
        return raw(key, GgufType.ARRAY, out -> {
            out.i32(GgufType.STRING.id());
            out.i64(strings.size());
            strings.forEach(out::string);
        });
    }

    public GgufWriter ints(String key, int... ints) {
        return raw(key, GgufType.ARRAY, out -> {
            out.i32(GgufType.INT32.id());
            out.i64(ints.length);
            for (int value : ints) {
                out.i32(value);
            }
        });
    }

    public GgufWriter floats(String key, float... floats) {
        return raw(key, GgufType.ARRAY, out -> {
            out.i32(GgufType.FLOAT32.id());
            out.i64(floats.length);
            for (float value : floats) {
                out.i32(Float.floatToRawIntBits(value));
            }
        });
    }

    /** A value whose bytes the caller writes. */
    GgufWriter raw(String key, GgufType type, Consumer<Out> value) {
        return raw(key, type.id(), value);
    }

    GgufWriter raw(String key, int type, Consumer<Out> value) {
        Out out = new Out();
        out.string(key);
        out.i32(type);
        value.accept(out);
        values.add(out.bytes());
        return this;
    }

    /** A tensor whose bytes are ready. */
    public GgufWriter tensor(String name, GgmlType type, byte[] data, long... dims) {
        return tensor(name, type.id(), data, dims);
    }

    GgufWriter tensor(String name, int type, byte[] data, long... dims) {
        Out info = new Out();
        info.string(name);
        info.i32(dims.length);
        for (long dim : dims) {
            info.i64(dim);
        }
        info.i32(type);
        Out bytes = new Out();
        bytes.raw(data);
        tensors.add(new Tensor(info, bytes));
        return this;
    }

    /** A tensor of 32-bit floats. */
    public GgufWriter floats(String name, float[] data, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        return tensor(name, GgmlType.F32, bytes.array(), dims);
    }

    public byte[] bytes() {
        Out out = new Out();
        out.i32(0x46554747);
        out.i32(version);
        out.i64(tensors.size());
        out.i64(values.size());
        values.forEach(out::raw);
        long offset = 0;
        for (Tensor tensor : tensors) {
            out.raw(tensor.info.bytes());
            out.i64(offset);
            offset += padded(tensor.data.bytes().length);
        }
        out.pad(alignment);
        for (Tensor tensor : tensors) {
            out.raw(tensor.data.bytes());
            out.pad(alignment);
        }
        return out.bytes();
    }

    private long padded(int length) {
        return (length + alignment - 1L) / alignment * alignment;
    }

    /** Little-endian output. */
    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void u8(int value) {
            bytes.write(value);
        }

        void i32(int value) {
            for (int shift = 0; shift < 32; shift += 8) {
                bytes.write(value >>> shift);
            }
        }

        void i64(long value) {
            i32((int) value);
            i32((int) (value >>> 32));
        }

        void string(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            i64(utf8.length);
            raw(utf8);
        }

        void raw(byte[] data) {
            bytes.writeBytes(data);
        }

        void pad(int alignment) {
            while (bytes.size() % alignment != 0) {
                bytes.write(0);
            }
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
