package dev.nagare.local.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nagare.local.gguf.GgmlType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final List<GgmlType> TYPES = List.of(GgmlType.F32, GgmlType.F16, GgmlType.BF16, GgmlType.Q8_0);
    private static final List<Kernels> SETS = List.of(new ScalarKernels(), new VectorKernels());
    private static final int[] SIZES = {1, 2, 7, 31, 32, 33, 63, 64, 96, 100, 257};
    private static final int MOST_ROWS = 8;
    private static final float OLD = 12_345;

    static Stream<Arguments> typesAndSets() {
        return TYPES.stream().flatMap(type -> SETS.stream().map(set -> Arguments.of(type, set)));
    }

    static Stream<GgmlType> types() {
        return TYPES.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void agreesWithTheDefinition(GgmlType type) {
        for (int columns : columns(type)) {
            for (int rows : SIZES) {
                RandomMatrix matrix = RandomMatrix.of(type, rows, columns, rows * 31L + columns);
                Rows x = RandomMatrix.inputs(3, columns, 1);
                Rows out = multiply(
                        SETS.getFirst(), matrix.packed(), x, 0, matrix.packed().panels());
                for (int row = 0; row < 3; row++) {
                    for (int i = 0; i < rows; i++) {
                        double expected = 0;
                        double size = 0;
                        for (int c = 0; c < columns; c++) {
                            double product = matrix.elements()[i][c] * x.values()[x.at(row) + c];
                            expected += product;
                            size += Math.abs(product);
                        }
                        assertThat((double) out.values()[out.at(row) + i])
                                .as("%d x %d, output %d", rows, columns, i)
                                .isCloseTo(expected, within(1e-9 + size * 0x1p-23 * Math.sqrt(columns)));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void bothSetsGiveTheSameBits(GgmlType type) {
        for (int columns : columns(type)) {
            for (int rows : SIZES) {
                Matrix matrix =
                        RandomMatrix.of(type, rows, columns, rows + columns).packed();
                Rows x = RandomMatrix.inputs(7, columns, 2);
                assertThat(multiply(SETS.get(1), matrix, x, 0, matrix.panels()).values())
                        .as("%d x %d", rows, columns)
                        .isEqualTo(multiply(SETS.get(0), matrix, x, 0, matrix.panels())
                                .values());
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("typesAndSets")
    void aRowIsTheSameInAnyCompany(GgmlType type, Kernels kernels) {
        Matrix matrix = RandomMatrix.of(type, 70, 96, 3).packed();
        Rows x = RandomMatrix.inputs(MOST_ROWS, 96, 4);
        Rows all = multiply(kernels, matrix, x, 0, matrix.panels());
        for (int count = 1; count <= MOST_ROWS; count++) {
            for (int first = 0; first + count <= MOST_ROWS; first++) {
                Rows some = new Rows(x.values(), x.at(first), x.stride(), count);
                Rows out = multiply(kernels, matrix, some, 0, matrix.panels());
                for (int row = 0; row < count; row++) {
                    assertThat(lanes(out, row, 0, 3))
                            .as("%d rows from %d", count, first)
                            .isEqualTo(lanes(all, first + row, 0, 3));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("typesAndSets")
    void everySplitOfThePanelsGivesTheSame(GgmlType type, Kernels kernels) {
        Matrix matrix = RandomMatrix.of(type, 130, 64, 5).packed();
        Rows x = RandomMatrix.inputs(5, 64, 6);
        Rows all = multiply(kernels, matrix, x, 0, matrix.panels());
        for (int from = 0; from < matrix.panels(); from++) {
            for (int to = from; to <= matrix.panels(); to++) {
                Rows out = multiply(kernels, matrix, x, from, to);
                for (int row = 0; row < 5; row++) {
                    assertThat(lanes(out, row, from, to)).isEqualTo(lanes(all, row, from, to));
                    assertUntouched(lanes(out, row, 0, from));
                    assertUntouched(lanes(out, row, to, matrix.panels()));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void aRowComesBackAsItWas(GgmlType type) {
        RandomMatrix matrix = RandomMatrix.of(type, 37, 64, 7);
        for (int row = 0; row < 37; row++) {
            float[] out = new float[70];
            matrix.packed().row(row, out, 3);
            for (int i = 0; i < 64; i++) {
                assertThat(out[3 + i]).isEqualTo((float) matrix.elements()[row][i]);
            }
        }
    }

    private static void assertUntouched(float[] lanes) {
        float[] expected = new float[lanes.length];
        Arrays.fill(expected, OLD);
        assertThat(lanes).isEqualTo(expected);
    }

    private static float[] lanes(Rows out, int row, int from, int to) {
        int at = out.at(row);
        return Arrays.copyOfRange(out.values(), at + from * Matrix.PANEL, at + to * Matrix.PANEL);
    }

    private static Rows multiply(Kernels kernels, Matrix matrix, Rows x, int from, int to) {
        int stride = Matrix.padded(matrix.rows()) + 5;
        float[] values = new float[1 + x.count() * stride];
        Arrays.fill(values, OLD);
        Rows out = new Rows(values, 1, stride, x.count());
        kernels.multiply(matrix, x, out, from, to);
        for (int row = 0; row < x.count(); row++) {
            for (int i = out.at(row) + Matrix.padded(matrix.rows()); i < out.at(row) + stride; i++) {
                assertThat(i >= values.length || values[i] == OLD).isTrue();
            }
        }
        return out;
    }

    private static int[] columns(GgmlType type) {
        return type == GgmlType.Q8_0 ? new int[] {32, 64, 96, 544} : new int[] {1, 5, 31, 32, 33, 100, 250};
    }
}
