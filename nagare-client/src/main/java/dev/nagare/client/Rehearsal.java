package dev.nagare.client;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a made-up answer, once in the life of a process, beside its first stream. So what reading takes is loaded while the
 * first answer is on its way, and not when it has come.
 */
final class Rehearsal {
    private static final String ANSWER = """
            data: {"id":"","object":"chat.completion.chunk","created":0,"model":"","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {"id":"","object":"chat.completion.chunk","created":0,"model":"","choices":[{"index":0,"delta":{"content":"ready"},"finish_reason":null}]}

            """;

    private static final System.Logger LOG = System.getLogger("dev.nagare.client");
    private static final AtomicBoolean OVER = new AtomicBoolean();

    private Rehearsal() {}

    /** Has it read in another thread, unless that has been done before. */
    static void once() {
        if (!OVER.get() && OVER.compareAndSet(false, true)) {
            try {
                ClientThreads.SHARED.execute(Rehearsal::read);
            } catch (RuntimeException | Error e) {
                // There is no thread for it; then the first answer takes longer.
                LOG.log(System.Logger.Level.DEBUG, "no thread to load classes in", e);
            }
        }
    }

    /** The answer. */
    static ChatCompletion read() {
        ChatAssembly assembly = new ChatAssembly(1);
        EventFeed<ChatCompletionChunk> feed =
                new EventFeed<>(assembly, new ResponseHead(200, Map.of()), ANSWER.length());
        feed.push(ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.UTF_8)));
        ChatCompletionChunk chunk = feed.poll();
        while (chunk != null) {
            assembly.add(chunk);
            chunk = feed.poll();
        }
        return assembly.snapshot();
    }
}
