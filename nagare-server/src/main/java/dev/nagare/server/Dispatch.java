package dev.nagare.server;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.engine.Moderator;
import dev.nagare.wire.InvalidRequestException;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModelCodec;
import dev.nagare.wire.ModelList;
import dev.nagare.wire.Usage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has one whole request answered. Event loop only; what happens elsewhere is the decoding of a large body, on a
 * {@code nagare-decode} thread, and the writing of the metrics, on a {@code nagare-metrics} thread.
 */
final class Dispatch {
    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    /** Bodies up to this size are decoded on the event loop: that takes less than handing them over. */
    private static final int INLINE_BYTES = 64 << 10;

    /** About how long a token is, for a first guess at how many a request will use. */
    private static final int BYTES_PER_TOKEN = 4;

    private static final byte[] HEALTHY = status("ok");
    private static final byte[] READY = status("ready");
    private static final byte[] NOT_READY = status("engine not ready");
    private static final byte[] CLOSING = status("shutting down");
    private static final ChatEndpoint CHAT = new ChatEndpoint();
    private static final CompletionEndpoint COMPLETIONS = new CompletionEndpoint();

    private final Answering answering;
    private final LoopState loop;
    private final Responder responder;
    private final Exchange exchange;
    private final Elsewhere elsewhere;

    Dispatch(Answering answering, LoopState loop, Responder responder) {
        this.answering = answering;
        this.loop = loop;
        this.responder = responder;
        this.exchange = answering.exchange();
        this.elsewhere = new Elsewhere(answering, loop);
    }

    private static byte[] status(String word) {
        return ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    void answer(RequestHead head, byte[] body) {
        if (head.is(HttpMethod.OPTIONS)) {
            String allow = head.route() == Route.NONE
                    ? "GET, HEAD, POST, OPTIONS"
                    : head.route().allow();
            Map<String, String> headers =
                    new LinkedHashMap<>(loop.server().cors().preflight(head));
            headers.put("allow", allow);
            responder.empty(exchange, headers);
            answering.answered();
            return;
        }
        switch (head.route()) {
            case CHAT_COMPLETIONS -> generate(CHAT, body);
            case COMPLETIONS -> generate(COMPLETIONS, body);
            case MODERATIONS -> moderate(body);
            case MODELS ->
                json(200, ModelCodec.encode(new ModelList(loop.server().engine().models(), JsonObject.EMPTY)));
            case MODEL -> model(head.modelId());
            case HEALTH -> json(200, HEALTHY);
            case READY -> ready();
            case METRICS -> metrics(head);
            case NONE -> answering.error(ErrorAnswer.unknownUrl(head.method(), head.path()));
        }
    }

    private void model(String id) {
        List<Model> models = loop.server().engine().models();
        for (Model model : models) {
            if (model.id().equals(id)) {
                json(200, ModelCodec.encode(model));
                return;
            }
        }
        answering.error(ErrorAnswer.modelNotFound(id));
    }

    private void ready() {
        if (loop.server().isClosing()) {
            json(503, CLOSING);
        } else if (loop.server().engine().isReady()) {
            json(200, READY);
        } else {
            json(503, NOT_READY);
        }
    }

    private void metrics(RequestHead head) {
        MetricsPage page = loop.server().metrics();
        if (page == null) {
            answering.error(ErrorAnswer.unknownUrl(head.method(), head.path()));
            return;
        }
        String accept = head.headers().get(HttpHeaderNames.ACCEPT);
        elsewhere.run(loop.server().scrapers(), ErrorAnswer.TOO_MANY_SCRAPES, () -> {
            try {
                Exposition scraped = page.scrape(accept);
                return () -> {
                    if (answering.isOpen()) {
                        responder.whole(exchange, 200, scraped.contentType(), scraped.body(), Map.of());
                        answering.answered();
                    }
                };
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "the metrics could not be told", e);
                return () -> answering.error(ErrorAnswer.INTERNAL);
            }
        });
    }

    private <R, C> void generate(Endpoint<R, C> endpoint, byte[] body) {
        decoded(body, () -> {
            R request = endpoint.decode(body);
            return () -> begin(endpoint, request, body.length);
        });
    }

    private void moderate(byte[] body) {
        Moderator moderator = loop.server().moderator();
        if (moderator == null) {
            answering.error(ErrorAnswer.NO_MODERATOR);
            return;
        }
        ModerationAnswer answer = new ModerationAnswer(answering, loop, responder, moderator);
        decoded(body, () -> answer.decode(body));
    }

    /**
     * Has a body decoded, a large one off the event loop. The request is charged before: what cannot be decoded costs too.
     *
     * @param decoding runs on any thread; what it returns begins the answer, on the event loop
     */
    private void decoded(byte[] body, Supplier<Runnable> decoding) {
        ErrorAnswer refusal = exchange.chargeRequest();
        if (refusal != null) {
            answering.error(refusal);
            return;
        }
        if (body.length <= INLINE_BYTES) {
            decode(decoding).run();
        } else {
            elsewhere.run(loop.server().decoders(), ErrorAnswer.TOO_MANY_BODIES, () -> decode(decoding));
        }
    }

    private Runnable decode(Supplier<Runnable> decoding) {
        try {
            Runnable beginning = decoding.get();
            return () -> begin(beginning);
        } catch (InvalidRequestException e) {
            return () -> answering.error(ErrorAnswer.of(e.error()));
        } catch (RuntimeException | Error e) {
            // Also what does not fit into the memory: one request ends, and not every request of this loop.
            LOG.log(Level.ERROR, "could not decode the body of request " + exchange.id, e);
            return () -> answering.error(ErrorAnswer.INTERNAL);
        }
    }

    private void begin(Runnable beginning) {
        if (!answering.isOpen()) {
            return;
        }
        if (loop.server().isClosing()) {
            // Its head came before that, or it would have been refused then.
            answering.refuse(ErrorAnswer.CLOSING);
            return;
        }
        try {
            beginning.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "could not begin the answer of request " + exchange.id, e);
            answering.endWith(ErrorAnswer.INTERNAL);
        }
    }

    private <R, C> void begin(Endpoint<R, C> endpoint, R request, int bytes) {
        ErrorAnswer refusal = refusal(endpoint, request);
        if (refusal == null) {
            refusal = exchange.chargeTokens(Math.max(endpoint.tokensAsked(request), bytes / BYTES_PER_TOKEN));
        }
        if (refusal != null) {
            answering.error(refusal);
            return;
        }
        ChunkTally<C> tally = new ChunkTally<>(exchange, loop, endpoint);
        exchange.streamed = endpoint.isStream(request);
        if (exchange.streamed) {
            StreamOutbox<C> outbox =
                    new StreamOutbox<>(answering, responder, loop, endpoint.presentation(request), tally);
            enter(outbox, tally, () -> outbox.began(start(endpoint, request, outbox)));
        } else {
            WholeAnswer<C> answer =
                    new WholeAnswer<>(answering, responder, loop, endpoint.accumulation(request), tally);
            enter(answer, tally, () -> answer.began(start(endpoint, request, answer)));
        }
    }

    /** Why this server does not take a request that the protocol allows, or null. */
    private <R> @Nullable ErrorAnswer refusal(Endpoint<R, ?> endpoint, R request) {
        ServerConfig config = loop.server().config();
        int messages = endpoint.messages(request);
        if (messages > config.maxMessages()) {
            return ErrorAnswer.tooMany("messages", config.maxMessages(), messages);
        }
        return loop.server().unknownParameters(endpoint.unknownParameters(request));
    }

    private void enter(Running answer, ChunkTally<?> tally, Runnable generation) {
        Turn turn = new Turn(loop, answering, tally, generation);
        answering.running(answer, turn);
        turn.enter();
        // Where the head of a stream waits for nothing, it goes out now.
        answer.check(loop.nanoTime());
    }

    private <R, C> Generation start(Endpoint<R, C> endpoint, R request, GenerationSink<C> sink) {
        try {
            return endpoint.start(loop.server().engine(), request, sink);
        } catch (RuntimeException | Error e) {
            // Also what could not be linked: the place must not be kept.
            LOG.log(Level.ERROR, "the engine threw at request " + exchange.id, e);
            sink.end(new GenerationEnd.Failed(
                    new EngineException(EngineErrorKind.INTERNAL, ErrorAnswer.INTERNAL.error(), e), Usage.NONE));
            return Generation.none();
        }
    }

    private void json(int status, byte[] body) {
        responder.json(exchange, status, body, Map.of());
        answering.answered();
    }
}
