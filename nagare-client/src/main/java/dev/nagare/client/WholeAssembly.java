package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import java.util.Arrays;
import java.util.function.Function;

/**
 * An answer that only comes whole, such as the list of models: a stream of one chunk.
 *
 * @param <A> the type of the answer
 */
final class WholeAssembly<A> implements Assembly<A, A> {
    private final Function<byte[], A> codec;
    private A answer;

    /**
     * An answer that has not come.
     *
     * @param codec reads it, or throws {@link dev.nagare.wire.MalformedJsonException}
     * @param nothing what stands for it until then
     */
    WholeAssembly(Function<byte[], A> codec, A nothing) {
        this.codec = codec;
        this.answer = nothing;
    }

    @Override
    public A read(byte[] data, int offset, int length) {
        return whole(Arrays.copyOfRange(data, offset, offset + length));
    }

    @Override
    public boolean saysSomething(A chunk) {
        return true;
    }

    @Override
    public void add(A chunk) {
        answer = chunk;
    }

    @Override
    public StreamEnd ended(boolean sawDone) {
        return new StreamEnd.Completed(sawDone);
    }

    @Override
    public A snapshot() {
        return answer;
    }

    @Override
    public A whole(byte[] utf8) {
        return codec.apply(utf8);
    }

    @Override
    public A asChunk(A whole) {
        return whole;
    }
}
