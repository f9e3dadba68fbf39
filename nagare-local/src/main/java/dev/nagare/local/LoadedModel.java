package dev.nagare.local;

import dev.nagare.local.chat.ChatTemplate;
import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.KernelSets;
import dev.nagare.local.model.Transformer;
import dev.nagare.local.sampling.Scratch;
import dev.nagare.local.schedule.Scheduler;
import dev.nagare.local.schedule.SchedulerConfig;
import dev.nagare.local.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A model that is ready to answer: its tokenizer, its framing and the scheduler that runs it. */
final class LoadedModel implements AutoCloseable {
    /** Raised whenever the same weights, request and seed may give another answer than before. */
    private static final int ENGINE_REVISION = 1;

    private static final String BUILT_IN = "nagare-tiny.gguf";
    private static final int SLICE = 1 << 30;

    private final String name;
    private final long created;
    private final String fingerprint;
    private final Tokenizer tokenizer;
    private final @Nullable ChatTemplate template;
    private final Scheduler scheduler;
    private final Scratch scratch;

    private LoadedModel(String name, long created, GgufFile file, SchedulerConfig config) {
        this.name = name;
        this.created = created;
        fingerprint = fingerprint(file);
        tokenizer = Tokenizer.of(file);
        template = ChatTemplate.of(file.string("tokenizer.chat_template", ""));
        Transformer transformer = Transformer.load(file, KernelSets.best());
        if (tokenizer.size() > transformer.config().vocabularySize()) {
            throw new GgufException(
                    file.name(),
                    "metadata 'tokenizer.ggml.tokens'",
                    "has " + tokenizer.size() + " tokens, but the model knows only "
                            + transformer.config().vocabularySize());
        }
        scratch = new Scratch(tokenizer.size());
        scheduler = new Scheduler(transformer, config);
    }

    /** Loads the model that ships in the jar. */
    static LoadedModel builtIn(String name, long created, SchedulerConfig config) {
        try (InputStream in = LoadedModel.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new ModelException("The built-in model " + BUILT_IN + " is missing from this build");
            }
            return new LoadedModel(name, created, GgufFile.of(BUILT_IN, in.readAllBytes()), config);
        } catch (IOException e) {
            throw new ModelException("The built-in model " + BUILT_IN + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Loads a model from a file, which is not needed afterwards. */
    static LoadedModel of(String name, long created, Path path, SchedulerConfig config) {
        if (!Files.exists(path)) {
            throw new ModelException(path + ": there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new ModelException(path + ": is no file");
        }
        try (GgufFile file = GgufFile.open(path)) {
            return new LoadedModel(name, created, file, config);
        } catch (IOException e) {
            throw new ModelException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The name under which it is listed, and which its answers carry. */
    String name() {
        return name;
    }

    /** When it was loaded, in Unix seconds. */
    long created() {
        return created;
    }

    /** {@code fp_} and ten hex digits that change when the weights or the engine do. */
    String fingerprint() {
        return fingerprint;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** How conversations are framed, or null when the file says nothing that is known. */
    @Nullable
    ChatTemplate template() {
        return template;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** For the scheduler's thread only. */
    Scratch scratch() {
        return scratch;
    }

    @Override
    public void close() {
        scheduler.close();
    }

    private static String fingerprint(GgufFile file) {
        CRC32 checksum = new CRC32();
        MemorySegment bytes = file.bytes();
        for (long from = 0; from < bytes.byteSize(); from += SLICE) {
            ByteBuffer slice = bytes.asSlice(from, Math.min(SLICE, bytes.byteSize() - from))
                    .asByteBuffer();
            checksum.update(slice);
        }
        String identity = "nagare-local " + ENGINE_REVISION + " " + bytes.byteSize() + " " + checksum.getValue();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.US_ASCII));
            return "fp_" + HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
