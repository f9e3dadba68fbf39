package dev.nagare.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
    private static GgufFile of(GgufWriter writer) {
        return GgufFile.of("test.gguf", writer.bytes());
    }

    private static void assertRejected(GgufWriter writer, String... parts) {
        assertRejected(writer.bytes(), parts);
    }

    private static void assertRejected(byte[] bytes, String... parts) {
        assertThatThrownBy(() -> GgufFile.of("test.gguf", bytes))
                .isInstanceOf(GgufException.class)
                .hasMessageStartingWith("test.gguf: ")
                .hasMessageContainingAll(parts);
    }

    @Test
    void everyScalarTypeIsRead() {
        GgufFile file = of(new GgufWriter()
                .string("s", "日本語 😀")
                .u32("u32", 7)
                .f32("f32", 1.5f)
                .bool("yes", true)
                .bool("no", false)
                .raw("u8", GgufType.UINT8, out -> out.u8(200))
                .raw("i8", GgufType.INT8, out -> out.u8(100))
                .raw("u16", GgufType.UINT16, out -> {
                    out.u8(0xFF);
                    out.u8(0xFF);
                })
                .raw("i32", GgufType.INT32, out -> out.i32(9))
                .raw("u64", GgufType.UINT64, out -> out.i64(10))
                .raw("f64", GgufType.FLOAT64, out -> out.i64(Double.doubleToLongBits(0.25))));
        assertThat(file.string("s")).isEqualTo("日本語 😀");
        assertThat(file.u32("u32")).isEqualTo(7);
        assertThat(file.f32("f32")).isEqualTo(1.5f);
        assertThat(file.bool("yes", false)).isTrue();
        assertThat(file.bool("no", true)).isFalse();
        assertThat(file.u32("u8")).isEqualTo(200);
        assertThat(file.u32("i8")).isEqualTo(100);
        assertThat(file.u32("u16")).isEqualTo(65_535);
        assertThat(file.u32("i32")).isEqualTo(9);
        assertThat(file.u32("u64")).isEqualTo(10);
        assertThat(file.f32("f64")).isEqualTo(0.25f);
        assertThat(file.keys()).startsWith("s", "u32").hasSize(11);
    }

    @Test
    void arraysAreRead() {
        GgufFile file = of(new GgufWriter()
                .strings("words", List.of("a", "", "Ġthe"))
                .ints("ints", -1, 0, 5)
                .floats("floats", 0.5f, -2f)
                .strings("none", List.of()));
        assertThat(file.strings("words")).containsExactly("a", "", "Ġthe");
        assertThat(file.strings("none")).isEmpty();
        assertThat(file.ints("ints")).containsExactly(-1, 0, 5);
        assertThat(file.floats("floats")).containsExactly(0.5f, -2f);
    }

    @Test
    void missingKeysHaveTheirFallback() {
        GgufFile file = of(new GgufWriter());
        assertThat(file.string("x", "y")).isEqualTo("y");
        assertThat(file.u32("x", 3)).isEqualTo(3);
        assertThat(file.f32("x", 2f)).isEqualTo(2f);
        assertThat(file.bool("x", true)).isTrue();
        assertThat(file.has("x")).isFalse();
    }

    @Test
    void accessorsNameTheKeyAndTheReason() {
        GgufFile file = of(new GgufWriter()
                .string("s", "x")
                .f32("nan", Float.NaN)
                .raw("big", GgufType.UINT64, out -> out.i64(-1))
                .ints("ints", 1)
                .raw("wide", GgufType.UINT32, out -> out.i32(-1)));
        assertThatThrownBy(() -> file.u32("gone")).hasMessage("test.gguf: metadata 'gone': is missing");
        assertThatThrownBy(() -> file.u32("s")).hasMessageContaining("is STRING instead of an integer");
        assertThatThrownBy(() -> file.string("ints")).hasMessageContaining("is ARRAY instead of STRING");
        assertThatThrownBy(() -> file.strings("ints")).hasMessageContaining("array of INT32");
        assertThatThrownBy(() -> file.floats("ints")).hasMessageContaining("array of INT32");
        assertThatThrownBy(() -> file.ints("s")).hasMessageContaining("is STRING instead of ARRAY");
        assertThatThrownBy(() -> file.f32("nan")).hasMessageContaining("not a finite number");
        assertThatThrownBy(() -> file.f32("s")).hasMessageContaining("floating-point");
        assertThatThrownBy(() -> file.u32("big")).hasMessageContaining("not in the range");
        assertThatThrownBy(() -> file.u32("wide")).hasMessageContaining("4294967295 is not in the range");
        assertThatThrownBy(() -> file.tensor("t")).hasMessage("test.gguf: tensor 't': is missing");
    }

    @Test
    void tensorsAreViewsOfTheirBytes() {
        GgufFile file = of(new GgufWriter(2, 64)
                .floats("a", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .tensor("b", GgmlType.Q8_0, new byte[68], 32, 2)
                .tensor("c", GgmlType.F16, new byte[] {1, 2}, 1));
        assertThat(file.tensors().keySet()).containsExactly("a", "b", "c");
        GgufTensor a = file.tensor("a");
        assertThat(a.rank()).isEqualTo(2);
        assertThat(a.dims()).containsExactly(3, 2);
        assertThat(a.dim(0)).isEqualTo(3);
        assertThat(a.dim(3)).isEqualTo(1);
        assertThat(a.elements()).isEqualTo(6);
        assertThat(a.data().byteSize()).isEqualTo(24);
        assertThat(a.data().get(GgufCursor.FLOAT, 20)).isEqualTo(6f);
        assertThat(file.tensor("b").data().byteSize()).isEqualTo(68);
        assertThat(file.tensor("c").data().get(GgufCursor.SHORT, 0)).isEqualTo((short) 0x0201);
        assertThat(a).hasToString("'a' F32 [3, 2]");
    }

    @Test
    void aFileIsMappedAndItsMapDropped(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("m.gguf");
        Files.write(
                path,
                new GgufWriter()
                        .string("k", "v")
                        .floats("t", new float[] {42}, 1)
                        .bytes());
        GgufTensor tensor;
        try (GgufFile file = GgufFile.open(path)) {
            tensor = file.tensor("t");
            assertThat(file.string("k")).isEqualTo("v");
            assertThat(file.name()).isEqualTo(path.toString());
            assertThat(file.bytes().byteSize()).isEqualTo(Files.size(path));
            assertThat(tensor.data().get(GgufCursor.FLOAT, 0)).isEqualTo(42f);
        }
        assertThatThrownBy(() -> tensor.data().get(GgufCursor.FLOAT, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void filesThatAreNoneAreNamed(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> GgufFile.open(empty))
                .isInstanceOf(GgufException.class)
                .hasMessage(empty + ": file: is empty");
        assertRejected(
                "PK\3\4 some archive that is no model".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "GGUF");
    }

    @Test
    void versionsAreChecked() {
        assertRejected(new GgufWriter(1, 32), "version: 1 is not supported");
        assertRejected(new GgufWriter(4, 32), "version: 4 is not supported");
        assertRejected(new GgufWriter(Integer.reverseBytes(3), 32), "big endian");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 1L << 40, 1L << 62, -1, Long.MIN_VALUE})
    void countsLargerThanTheFileAreRefused(long count) {
        byte[] bytes = new GgufWriter().bytes();
        GgufWriter.Out out = new GgufWriter.Out();
        out.i64(count);
        byte[] tensors = bytes.clone();
        System.arraycopy(out.bytes(), 0, tensors, 8, 8);
        assertRejected(tensors, "tensor count: ");
        byte[] metadata = bytes.clone();
        System.arraycopy(out.bytes(), 0, metadata, 16, 8);
        assertRejected(metadata, "metadata count: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 31, 1L << 60, -1, Long.MAX_VALUE})
    void impossibleDimensionsAreRefused(long dim) {
        assertRejected(new GgufWriter().tensor("t", GgmlType.F32, new byte[32], 4, dim), "tensor 't': ");
        assertRejected(new GgufWriter().tensor("t", GgmlType.Q8_0, new byte[34], dim, 1L << 40), "tensor 't': ");
    }

    @Test
    void ranksAndBlocksAreChecked() {
        assertRejected(new GgufWriter().tensor("t", GgmlType.F32, new byte[4]), "has 0 dimensions");
        assertRejected(new GgufWriter().tensor("t", GgmlType.F32, new byte[4], 1, 1, 1, 1, 1), "has 5 dimensions");
        assertRejected(
                new GgufWriter().tensor("t", GgmlType.Q8_0, new byte[64], 33), "rows of 33 elements", "blocks of 32");
        assertRejected(new GgufWriter().tensor("t".repeat(65), GgmlType.F32, new byte[4], 1), "a name of 65 bytes");
    }

    @ParameterizedTest
    @EnumSource(GgmlType.class)
    void everyTypeIsSupportedOrNamed(GgmlType type) {
        GgufWriter writer = new GgufWriter().tensor("t", type, new byte[34 * 8], 256);
        if (type.isSupported()) {
            assertThat(type.blockBytes()).isPositive();
            assertThat(GgmlType.of(type.id())).isSameAs(type);
        } else {
            assertRejected(writer, "tensor 't'", type.name(), "not supported");
        }
    }

    @Test
    void unknownTypesAreRefused() {
        assertRejected(new GgufWriter().tensor("t", 31, new byte[4], 1), "unknown tensor type 31");
        assertRejected(new GgufWriter().tensor("t", -1, new byte[4], 1), "unknown tensor type 4294967295");
        assertRejected(new GgufWriter().raw("k", 13, out -> out.i64(0)), "metadata 'k'", "unknown value type 13");
    }

    @Test
    void stringsAndArraysEndInsideTheFile() {
        assertRejected(
                new GgufWriter().raw("k", GgufType.STRING, out -> out.i64(100)), "metadata 'k'", "the file is cut");
        assertRejected(new GgufWriter().raw("k", GgufType.STRING, out -> out.i64(-1)), "more than any file can hold");
        for (GgufType type : List.of(GgufType.UINT8, GgufType.FLOAT64, GgufType.STRING, GgufType.ARRAY)) {
            assertRejected(
                    new GgufWriter().raw("k", GgufType.ARRAY, out -> {
                        out.i32(type.id());
                        out.i64(1L << 60);
                    }),
                    "metadata 'k'",
                    "1152921504606846976 is more than fits");
        }
    }

    @Test
    void nestedArraysAreBounded() {
        assertThat(of(new GgufWriter().raw("k", GgufType.ARRAY, out -> nest(out, 3)))
                        .has("k"))
                .isTrue();
        assertRejected(new GgufWriter().raw("k", GgufType.ARRAY, out -> nest(out, 4)), "nested deeper than 4");
        assertRejected(new GgufWriter().raw("k", GgufType.ARRAY, out -> nest(out, 100_000)), "nested deeper than 4");
    }

    private static void nest(GgufWriter.Out out, int depth) {
        for (int i = 0; i < depth; i++) {
            out.i32(GgufType.ARRAY.id());
            out.i64(1);
        }
        out.i32(GgufType.UINT8.id());
        out.i64(0);
    }

    @Test
    void duplicatesAreRefused() {
        assertRejected(new GgufWriter().u32("k", 1).u32("k", 1), "metadata 'k': the key occurs twice");
        assertRejected(
                new GgufWriter().floats("t", new float[1], 1).floats("t", new float[1], 1), "the name occurs twice");
    }

    @Test
    void tensorsMayNotShareBytes() {
        byte[] bytes = new GgufWriter()
                .floats("a", new float[16], 16)
                .floats("b", new float[16], 16)
                .bytes();
        int offsetOfB = indexOf(bytes, (byte) 64);
        bytes[offsetOfB] = 32;
        assertRejected(bytes, "tensor 'b'", "overlap those of 'a'");
        bytes[offsetOfB] = 65;
        assertRejected(bytes, "tensor 'b'", "65 is no multiple of the alignment 32");
        bytes[offsetOfB] = 96;
        assertRejected(bytes, "tensor 'b'", "the file is cut or damaged");
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new AssertionError("no such byte");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, 1 << 21})
    void alignmentsAreChecked(int alignment) {
        assertRejected(new GgufWriter().u32("general.alignment", alignment), "general.alignment");
    }

    @Test
    void alignmentOfAnotherTypeIsRefused() {
        assertRejected(new GgufWriter().string("general.alignment", "32"), "general.alignment", "has type STRING");
    }

    @Test
    void messagesShowNamesOfAFileShortAndPlain() {
        String key = "\n\u001b[31m" + "k".repeat(1000);
        assertThatThrownBy(() -> of(new GgufWriter().u32(key, 1).u32(key, 1)))
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).hasSizeLessThan(200).doesNotContain("\n", "\u001b"));
    }
}
