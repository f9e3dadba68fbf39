package dev.nagare.local.gguf;

import org.jspecify.annotations.Nullable;

/**
 * How a tensor's numbers are stored. A row is a sequence of blocks of {@link #blockSize()} elements in
 * {@link #blockBytes()} bytes. The names and numbers are ggml's; a type that this engine cannot compute with is listed
 * only so that an error can name it.
 */
public enum GgmlType {
    /** 32-bit floats. */
    F32(0, 1, 4),
    /** IEEE half-precision floats. */
    F16(1, 1, 2),
    /** 4 bits and a scale. */
    Q4_0(2),
    /** 4 bits, a scale and a minimum. */
    Q4_1(3),
    /** 5 bits and a scale. */
    Q5_0(6),
    /** 5 bits, a scale and a minimum. */
    Q5_1(7),
    /** A half-precision scale, then 32 signed bytes. */
    Q8_0(8, 32, 34),
    /** 8 bits, a scale and a sum. */
    Q8_1(9),
    /** Super-blocks of 2 bits. */
    Q2_K(10),
    /** Super-blocks of 3 bits. */
    Q3_K(11),
    /** Super-blocks of 4 bits. */
    Q4_K(12),
    /** Super-blocks of 5 bits. */
    Q5_K(13),
    /** Super-blocks of 6 bits. */
    Q6_K(14),
    /** Super-blocks of 8 bits. */
    Q8_K(15),
    /** Code book, 2.06 bits. */
    IQ2_XXS(16),
    /** Code book, 2.3 bits. */
    IQ2_XS(17),
    /** Code book, 3.06 bits. */
    IQ3_XXS(18),
    /** Code book, 1.5 bits. */
    IQ1_S(19),
    /** Non-linear 4 bits. */
    IQ4_NL(20),
    /** Code book, 3.4 bits. */
    IQ3_S(21),
    /** Code book, 2.5 bits. */
    IQ2_S(22),
    /** Non-linear 4 bits in super-blocks. */
    IQ4_XS(23),
    /** Signed bytes. */
    I8(24),
    /** Signed 16-bit integers. */
    I16(25),
    /** Signed 32-bit integers. */
    I32(26),
    /** Signed 64-bit integers. */
    I64(27),
    /** 64-bit floats. */
    F64(28),
    /** Code book, 1.75 bits. */
    IQ1_M(29),
    /** The upper half of a 32-bit float. */
    BF16(30, 1, 2),
    /** Ternary, 1.7 bits. */
    TQ1_0(34),
    /** Ternary, 2.1 bits. */
    TQ2_0(35),
    /** 4-bit floats with a shared exponent. */
    MXFP4(39);

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    GgmlType(int id) {
        this(id, 0, 0);
    }

    GgmlType(int id, int blockSize, int blockBytes) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    /** The number that stands for this type in a file. */
    public int id() {
        return id;
    }

    /** Whether this engine computes with it. */
    public boolean isSupported() {
        return blockSize > 0;
    }

    /** Elements in a block; 0 for a type that is not supported. */
    public int blockSize() {
        return blockSize;
    }

    /** Bytes of a block; 0 for a type that is not supported. */
    public int blockBytes() {
        return blockBytes;
    }

    /** The type of this number, or null for a number that ggml does not use. */
    static @Nullable GgmlType of(int id) {
        for (GgmlType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }
}
