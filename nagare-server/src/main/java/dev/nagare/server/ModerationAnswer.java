package dev.nagare.server;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.Moderator;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.ContentPart;
import dev.nagare.wire.InvalidRequestException;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationInput;
import dev.nagare.wire.ModerationRequest;
import dev.nagare.wire.ModerationRequestCodec;
import dev.nagare.wire.ModerationResponse;
import dev.nagare.wire.ModerationResponseCodec;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.PartsContent;
import dev.nagare.wire.TextPart;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers one request to judge texts: {@code POST /v1/moderations}.
 *
 * <p>It waits for no generation's place, because a verdict is quick beside an answer; as many requests may be judged at a
 * time as generations may run and wait. One that nobody waits for any more gives its place up when its judge is told so: whoever
 * works on after a cancel has to bound that by itself. Event loop only, but for {@link #decode}.
 */
final class ModerationAnswer extends UndividedAnswer {
    private static final System.Logger LOG = System.getLogger(ModerationAnswer.class.getName());

    private final LoopState loop;
    private final Moderator moderator;
    private @Nullable CompletableFuture<List<ModerationResult>> verdict;

    ModerationAnswer(Answering answering, LoopState loop, Responder responder, Moderator moderator) {
        super(answering, responder);
        this.loop = loop;
        this.moderator = moderator;
    }

    /**
     * Decodes a body on any thread; what it returns goes on on the event loop.
     *
     * @throws InvalidRequestException when it breaks a rule of the protocol
     */
    Runnable decode(byte[] body) {
        ModerationRequest request = ModerationRequestCodec.decode(body);
        List<String> texts = texts(request.input());
        return () -> begin(request, texts);
    }

    /** The texts to judge; several parts are one text. */
    private static List<String> texts(ModerationInput input) {
        return switch (input) {
            case ModerationInput.Text one -> List.of(one.text());
            case ModerationInput.Texts several -> several.texts();
            case ModerationInput.Parts parts -> {
                for (int i = 0; i < parts.parts().size(); i++) {
                    if (!(parts.parts().get(i) instanceof TextPart)) {
                        throw noText("input[" + i + "].type", parts.parts().get(i));
                    }
                }
                yield List.of(new PartsContent(parts.parts()).text());
            }
        };
    }

    private static InvalidRequestException noText(String path, ContentPart part) {
        return new InvalidRequestException(new ApiError(
                "Unsupported value: '" + path + "' does not support '" + ErrorAnswer.echo(part.type())
                        + "' with this server, which judges text.",
                "invalid_request_error",
                path,
                "unsupported_value",
                JsonObject.EMPTY));
    }

    private void begin(ModerationRequest request, List<String> texts) {
        ErrorAnswer refusal = refusal(request, texts);
        if (refusal != null) {
            answering.error(refusal);
            return;
        }
        answering.running(this, null);
        CompletableFuture<List<ModerationResult>> judging = judge(texts);
        verdict = judging;
        var _ = judging.whenComplete((results, error) -> {
            loop.server().moderations().decrement();
            onLoop(() -> answer(() -> write(texts.size(), results, error)));
        });
    }

    private CompletableFuture<List<ModerationResult>> judge(List<String> texts) {
        try {
            return Objects.requireNonNull(moderator.moderate(texts), "the moderator returned no future");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Why this server does not take a request that the protocol allows, or null; then the request is counted in. */
    private @Nullable ErrorAnswer refusal(ModerationRequest request, List<String> texts) {
        ServerState server = loop.server();
        ServerConfig config = server.config();
        if (texts.size() > config.maxMessages()) {
            return ErrorAnswer.tooMany("input", config.maxMessages(), texts.size());
        }
        ErrorAnswer refusal = server.unknownParameters(request.unknownParameters());
        if (refusal != null) {
            return refusal;
        }
        long most = (long) config.maxRunning() + config.maxQueued();
        boolean isIn = server.moderations().tryIncrement((int) Math.min(Integer.MAX_VALUE, most));
        return isIn ? null : ErrorAnswer.queueFull(1);
    }

    private void onLoop(Runnable task) {
        if (loop.eventLoop().inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void write(int texts, @Nullable List<ModerationResult> results, @Nullable Throwable error) {
        if (results == null) {
            responder.error(exchange, failure(error));
            return;
        }
        try {
            responder.json(exchange, 200, body(results, texts), Map.of());
            exchange.outcome(RequestOutcome.COMPLETED, null);
        } catch (RuntimeException e) {
            responder.error(exchange, failure(e));
        }
    }

    private byte[] body(List<ModerationResult> results, int texts) {
        if (results.size() != texts) {
            throw new IllegalStateException(results.size() + " results for " + texts + " texts");
        }
        return ModerationResponseCodec.encode(
                new ModerationResponse(loop.moderationId(), moderator.model(), results, JsonObject.EMPTY));
    }

    private ErrorAnswer failure(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof EngineException known) {
            return ErrorAnswer.of(known);
        }
        LOG.log(Level.ERROR, "the texts of request " + exchange.id + " could not be judged", cause);
        return ErrorAnswer.INTERNAL;
    }

    @Override
    void cancel() {
        if (verdict != null) {
            verdict.cancel(true);
        }
    }
}
