package dev.nagare.guard;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionChunkCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Guarded streams from JSON to JSON, so that a test shows what stands on the wire. */
final class GuardedJson {
    private static final String CHAT =
            "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,%s}]}";
    private static final String OLDER = "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"choices\":[{%s,"
            + "\"index\":0}],\"model\":\"m\"}";

    private GuardedJson() {}

    static ChatCompletionChunk chatChunk(String json) {
        return ChatCompletionChunkCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    static CompletionChunk completionChunk(String json) {
        return CompletionChunkCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    static String json(ChatCompletionChunk chunk) {
        return new String(ChatCompletionChunkCodec.encode(chunk), StandardCharsets.UTF_8);
    }

    static String json(CompletionChunk chunk) {
        return new String(CompletionChunkCodec.encode(chunk), StandardCharsets.UTF_8);
    }

    /** What a chat of one choice shows: given and returned without the chunk around the choice and without its index. */
    static List<String> chat(Policy policy, String... choices) {
        ChatGuard guard = new ChatGuard(policy, 1, null, choice -> {});
        List<String> out = new ArrayList<>();
        for (String choice : choices) {
            guard.chunk(chatChunk(CHAT.formatted(choice)), chunk -> out.add(json(chunk)));
        }
        guard.end(true, chunk -> out.add(json(chunk)));
        return inner(out, CHAT);
    }

    /** The same of the older endpoint. */
    static List<String> completion(Policy policy, String... choices) {
        CompletionGuard guard = new CompletionGuard(policy, 1, choice -> {});
        List<String> out = new ArrayList<>();
        for (String choice : choices) {
            guard.chunk(completionChunk(OLDER.formatted(choice)), chunk -> out.add(json(chunk)));
        }
        guard.end(true, chunk -> out.add(json(chunk)));
        return out.stream()
                .map(chunk -> chunk.replace("\"index\":0,", ""))
                .map(chunk ->
                        inner(List.of(chunk), OLDER.replace(",\"index\":0", "")).get(0))
                .toList();
    }

    private static List<String> inner(List<String> chunks, String around) {
        int at = around.indexOf("%s");
        int after = around.length() - at - 2;
        return chunks.stream()
                .map(chunk -> chunk.substring(at, chunk.length() - after))
                .toList();
    }

    /** The log probabilities of tokens, each without bytes and alternatives. */
    static String logprobs(String... tokens) {
        List<String> written = new ArrayList<>();
        for (String token : tokens) {
            written.add("{\"token\":\"" + token + "\",\"logprob\":-1.0,\"bytes\":null,\"top_logprobs\":[]}");
        }
        return "\"logprobs\":{\"content\":[" + String.join(",", written) + "],\"refusal\":null}";
    }

    /** A choice of a chat with content and log probabilities, before its end. */
    static String content(String content, String... tokens) {
        return "\"delta\":{\"content\":\"" + content + "\"}," + logprobs(tokens) + ",\"finish_reason\":null";
    }
}
