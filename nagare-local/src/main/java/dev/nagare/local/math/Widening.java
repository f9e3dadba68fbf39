package dev.nagare.local.math;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Stored weights as vectors of floats; every conversion is exact. */
final class Widening {
    private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));
    /** Never below 64 bits: then only the lower lanes are used. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private Widening() {}

    /** Bytes as floats, one for each lane. */
    static FloatVector bytes(byte[] from, int at) {
        return (FloatVector) ByteVector.fromArray(BYTES, from, at).castShape(FLOATS, 0);
    }

    /** Upper halves of floats; the count is a multiple of {@link Matrix#PANEL}. */
    static void brains(short[] from, int at, int count, float[] to) {
        for (int i = 0; i < count; i += LANES) {
            ints(from, at + i)
                    .lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats()
                    .intoArray(to, i);
        }
    }

    /**
     * IEEE halves; the count is a multiple of {@link Matrix#PANEL}. Sign and magnitude are shifted to their places in a
     * float; what is missing in the exponent is a factor.
     */
    static void halves(short[] from, int at, int count, float[] to) {
        for (int i = 0; i < count; i += LANES) {
            ints(from, at + i)
                    .lanewise(VectorOperators.LSHL, 13)
                    .and(0x8FFF_E000)
                    .reinterpretAsFloats()
                    .mul(HalfMatrix.HALF_SCALE)
                    .intoArray(to, i);
        }
    }

    private static IntVector ints(short[] from, int at) {
        return (IntVector) ShortVector.fromArray(SHORTS, from, at).castShape(INTS, 0);
    }
}
