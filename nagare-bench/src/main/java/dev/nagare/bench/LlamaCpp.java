package dev.nagare.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A model loaded by a real llama.cpp library: the one inside {@code de.kherud:llama} 4.2.0, called through the foreign
 * function interface.
 *
 * <p>The layouts are those of that library's {@code llama.h} (build b4916); another build needs its own. The library
 * aborts the process on some errors, which is one reason why it is used here and nowhere else. One thread only.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class LlamaCpp implements AutoCloseable {
    private static final String LIBRARY = "/de/kherud/llama/Linux/x86_64/libjllama.so";

    private static final StructLayout MODEL_PARAMS = MemoryLayout.structLayout(
            ADDRESS.withName("devices"),
            JAVA_INT.withName("n_gpu_layers"),
            JAVA_INT.withName("split_mode"),
            JAVA_INT.withName("main_gpu"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("tensor_split"),
            ADDRESS.withName("progress_callback"),
            ADDRESS.withName("progress_callback_user_data"),
            ADDRESS.withName("kv_overrides"),
            JAVA_BOOLEAN.withName("vocab_only"),
            JAVA_BOOLEAN.withName("use_mmap"),
            JAVA_BOOLEAN.withName("use_mlock"),
            JAVA_BOOLEAN.withName("check_tensors"),
            MemoryLayout.paddingLayout(4));

    private static final StructLayout CONTEXT_PARAMS = MemoryLayout.structLayout(
            JAVA_INT.withName("n_ctx"),
            JAVA_INT.withName("n_batch"),
            JAVA_INT.withName("n_ubatch"),
            JAVA_INT.withName("n_seq_max"),
            JAVA_INT.withName("n_threads"),
            JAVA_INT.withName("n_threads_batch"),
            JAVA_INT.withName("rope_scaling_type"),
            JAVA_INT.withName("pooling_type"),
            JAVA_INT.withName("attention_type"),
            JAVA_FLOAT.withName("rope_freq_base"),
            JAVA_FLOAT.withName("rope_freq_scale"),
            JAVA_FLOAT.withName("yarn_ext_factor"),
            JAVA_FLOAT.withName("yarn_attn_factor"),
            JAVA_FLOAT.withName("yarn_beta_fast"),
            JAVA_FLOAT.withName("yarn_beta_slow"),
            JAVA_INT.withName("yarn_orig_ctx"),
            JAVA_FLOAT.withName("defrag_thold"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("cb_eval"),
            ADDRESS.withName("cb_eval_user_data"),
            JAVA_INT.withName("type_k"),
            JAVA_INT.withName("type_v"),
            JAVA_BOOLEAN.withName("logits_all"),
            JAVA_BOOLEAN.withName("embeddings"),
            JAVA_BOOLEAN.withName("offload_kqv"),
            JAVA_BOOLEAN.withName("flash_attn"),
            JAVA_BOOLEAN.withName("no_perf"),
            MemoryLayout.paddingLayout(3),
            ADDRESS.withName("abort_callback"),
            ADDRESS.withName("abort_callback_data"));

    private static final StructLayout BATCH = MemoryLayout.structLayout(
            JAVA_INT.withName("n_tokens"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("token"),
            ADDRESS.withName("embd"),
            ADDRESS.withName("pos"),
            ADDRESS.withName("n_seq_id"),
            ADDRESS.withName("seq_id"),
            ADDRESS.withName("logits"));

    /** The library keeps values of this type in its cache: 32-bit floats, as ours does. */
    private static final int GGML_TYPE_F32 = 0;

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup library;
    private final MemorySegment model;
    private final MemorySegment vocabulary;
    private final int vocabularySize;
    private @Nullable MemorySegment context;

    /**
     * Loads a file.
     *
     * @throws IllegalArgumentException when the library refuses it
     */
    LlamaCpp(Path file) {
        library = SymbolLookup.libraryLookup(extracted(), arena);
        call("llama_backend_init", FunctionDescriptor.ofVoid());
        MemorySegment params = struct("llama_model_default_params", FunctionDescriptor.of(MODEL_PARAMS));
        set(MODEL_PARAMS, params, "n_gpu_layers", 0);
        model = (MemorySegment) call(
                "llama_model_load_from_file",
                FunctionDescriptor.of(ADDRESS, ADDRESS, MODEL_PARAMS),
                arena.allocateFrom(file.toString()),
                params);
        if (model.address() == 0) {
            throw new IllegalArgumentException("llama.cpp refuses " + file);
        }
        vocabulary = (MemorySegment) call("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS), model);
        vocabularySize = (int) call("llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS), vocabulary);
    }

    /** How many tokens the vocabulary has. */
    int vocabularySize() {
        return vocabularySize;
    }

    /** The library's tokens of a text, with special tokens recognised and nothing added. */
    int[] tokenize(String text) {
        MemorySegment utf8 = arena.allocateFrom(text);
        int room = text.length() * 4 + 16;
        MemorySegment tokens = arena.allocate(JAVA_INT, room);
        int count = (int) call(
                "llama_tokenize",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN),
                vocabulary,
                utf8,
                (int) utf8.byteSize() - 1,
                tokens,
                room,
                false,
                true);
        return tokens.asSlice(0, (long) count * Integer.BYTES).toArray(JAVA_INT);
    }

    /** Forgets what was decoded and makes room for this many tokens. */
    void reset(int contextLength) {
        freeContext();
        MemorySegment params = struct("llama_context_default_params", FunctionDescriptor.of(CONTEXT_PARAMS));
        set(CONTEXT_PARAMS, params, "n_ctx", contextLength);
        set(CONTEXT_PARAMS, params, "n_batch", contextLength);
        set(CONTEXT_PARAMS, params, "n_ubatch", contextLength);
        set(CONTEXT_PARAMS, params, "n_threads", 1);
        set(CONTEXT_PARAMS, params, "n_threads_batch", 1);
        set(CONTEXT_PARAMS, params, "type_k", GGML_TYPE_F32);
        set(CONTEXT_PARAMS, params, "type_v", GGML_TYPE_F32);
        MemorySegment made = (MemorySegment)
                call("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, CONTEXT_PARAMS), model, params);
        if (made.address() == 0) {
            throw new IllegalStateException("llama.cpp makes no context of " + contextLength + " tokens");
        }
        context = made;
    }

    /** Decodes these tokens after what came before and gives the logits after the last one. */
    float[] decode(int... tokens) {
        MemorySegment current = context;
        if (current == null) {
            throw new IllegalStateException("reset comes before decode");
        }
        try (Arena call = Arena.ofConfined()) {
            MemorySegment ids = call.allocateFrom(JAVA_INT, tokens);
            MemorySegment batch =
                    struct("llama_batch_get_one", FunctionDescriptor.of(BATCH, ADDRESS, JAVA_INT), ids, tokens.length);
            int failed = (int) call("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH), current, batch);
            if (failed != 0) {
                throw new IllegalStateException("llama_decode says " + failed);
            }
            MemorySegment logits = (MemorySegment)
                    call("llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT), current, -1);
            return logits.reinterpret((long) vocabularySize * Float.BYTES).toArray(JAVA_FLOAT);
        }
    }

    @Override
    public void close() {
        freeContext();
        call("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS), model);
        arena.close();
    }

    private void freeContext() {
        MemorySegment current = context;
        if (current != null) {
            call("llama_free", FunctionDescriptor.ofVoid(ADDRESS), current);
            context = null;
        }
    }

    private static void set(StructLayout layout, MemorySegment struct, String field, int value) {
        struct.set(JAVA_INT, layout.byteOffset(MemoryLayout.PathElement.groupElement(field)), value);
    }

    /** A call whose result is a struct by value, which the linker places into memory of ours. */
    private MemorySegment struct(String name, FunctionDescriptor descriptor, Object... arguments) {
        Object[] withArena = new Object[arguments.length + 1];
        withArena[0] = arena;
        System.arraycopy(arguments, 0, withArena, 1, arguments.length);
        return (MemorySegment) call(name, descriptor, withArena);
    }

    private Object call(String name, FunctionDescriptor descriptor, Object... arguments) {
        MethodHandle handle = Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name + " failed", e);
        }
    }

    private static Path extracted() {
        try (InputStream in = LlamaCpp.class.getResourceAsStream(LIBRARY)) {
            if (in == null) {
                throw new IllegalStateException("no " + LIBRARY + " on the class path");
            }
            Path file = Files.createTempFile("libjllama", ".so");
            file.toFile().deleteOnExit();
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("the library cannot be extracted", e);
        }
    }
}
