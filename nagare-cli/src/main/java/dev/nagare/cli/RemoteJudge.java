package dev.nagare.cli;

import dev.nagare.client.ChatClient;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Moderator;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationInput;
import dev.nagare.wire.ModerationRequest;
import dev.nagare.wire.ModerationResponse;
import dev.nagare.wire.ModerationResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A judge behind a URL that has OpenAI's moderation API. Blank texts, which that API refuses, are never flagged. */
final class RemoteJudge implements Moderator {
    private static final ModerationResult NOTHING =
            new ModerationResult(false, Map.of(), Map.of(), null, JsonObject.EMPTY);

    private final ChatClient client;
    private final @Nullable String model;

    /**
     * A judge.
     *
     * @param model the model that is to judge; null leaves it to the server
     */
    RemoteJudge(ChatClient client, @Nullable String model) {
        this.client = client;
        this.model = model;
    }

    @Override
    public String model() {
        return model == null ? "judge" : model;
    }

    @Override
    public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
        List<String> said = texts.stream().filter(text -> !text.isBlank()).toList();
        if (said.isEmpty()) {
            return CompletableFuture.completedFuture(results(texts, List.of()));
        }
        CompletableFuture<ModerationResponse> answer =
                client.moderateAsync(new ModerationRequest(ModerationInput.of(said), model, JsonObject.EMPTY));
        CompletableFuture<List<ModerationResult>> results = answer.handle((response, error) -> {
            if (response == null) {
                throw new CompletionException(unavailable(error));
            }
            if (response.results().size() != said.size()) {
                throw new CompletionException(unavailable(null));
            }
            return results(texts, response.results());
        });
        var _ = results.whenComplete((_, _) -> {
            if (results.isCancelled()) {
                answer.cancel(true);
            }
        });
        return results;
    }

    /** A result for each text: those that were judged, in their order, and nothing for the others. */
    private static List<ModerationResult> results(List<String> texts, List<ModerationResult> judged) {
        Iterator<ModerationResult> next = judged.iterator();
        List<ModerationResult> all = new ArrayList<>();
        for (String text : texts) {
            all.add(text.isBlank() ? NOTHING : next.next());
        }
        return all;
    }

    private static EngineException unavailable(@Nullable Throwable cause) {
        return new EngineException(
                EngineErrorKind.UNAVAILABLE,
                new ApiError(
                        "The texts could not be judged. Please try again later.",
                        "server_error",
                        null,
                        "moderation_failed",
                        JsonObject.EMPTY),
                cause);
    }
}
