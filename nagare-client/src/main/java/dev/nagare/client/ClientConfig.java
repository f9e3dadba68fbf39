package dev.nagare.client;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's requests go and what they carry, beside what every call goes by.
 *
 * @param baseUrl the address up to and with the version; may have a query
 * @param deployments whether the path names the model, as Azure's older form has it
 * @param credentials the key
 * @param headers for every request, found whatever their case
 * @param query for every address, encoded as given
 * @param bodyFields further members for every request's body
 * @param chatFilter makes a filter for a chat request
 * @param completionFilter makes a filter for a request of the older endpoint
 * @param settings what every call goes by
 * @param time time and chance
 */
record ClientConfig(
        URI baseUrl,
        boolean deployments,
        Credentials credentials,
        Map<String, String> headers,
        Map<String, String> query,
        Map<String, JsonValue> bodyFields,
        @Nullable Function<ChatCompletionRequest, ChunkFilter<ChatCompletionChunk>> chatFilter,
        @Nullable Function<CompletionRequest, ChunkFilter<CompletionChunk>> completionFilter,
        ClientSettings settings,
        ClientTime time) {
    @Nullable
    ChunkFilter<ChatCompletionChunk> chatFilter(ChatCompletionRequest request) {
        return chatFilter == null ? null : chatFilter.apply(request);
    }

    @Nullable
    ChunkFilter<CompletionChunk> completionFilter(CompletionRequest request) {
        return completionFilter == null ? null : completionFilter.apply(request);
    }

    /** A request's further members, and those of every request. */
    JsonObject fields(JsonObject own) {
        if (bodyFields.isEmpty()) {
            return own;
        }
        Map<String, JsonValue> all = new LinkedHashMap<>(bodyFields);
        all.putAll(own.members());
        return new JsonObject(all);
    }

    /**
     * The address of an endpoint; a query of the base URL comes first.
     *
     * @throws IllegalArgumentException when the address must name a model and there is none
     */
    URI address(String path, @Nullable String model) {
        String base = baseUrl.toString();
        int mark = base.indexOf('?');
        StringBuilder address = new StringBuilder(mark < 0 ? base : base.substring(0, mark));
        if (address.charAt(address.length() - 1) != '/') {
            address.append('/');
        }
        if (deployments && !path.equals("models")) {
            if (model == null || model.isEmpty()) {
                throw new IllegalArgumentException("the request must name its deployment as the model");
            }
            address.append("deployments/")
                    .append(encoded(model).replace("+", "%20"))
                    .append('/');
        }
        address.append(path);
        char join = '?';
        if (mark >= 0) {
            address.append(base, mark, base.length());
            join = '&';
        }
        for (Map.Entry<String, String> one : query.entrySet()) {
            address.append(join).append(encoded(one.getKey())).append('=').append(encoded(one.getValue()));
            join = '&';
        }
        return URI.create(address.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
