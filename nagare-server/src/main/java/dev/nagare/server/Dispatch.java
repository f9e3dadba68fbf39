package dev.nagare.server;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.InvalidRequestException;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModelCodec;
import dev.nagare.wire.ModelList;
import dev.nagare.wire.Usage;
import io.netty.handler.codec.http.HttpMethod;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * Has one whole request answered. Event loop only; the decoding of a large body is the one thing that happens
 * elsewhere, on a {@code nagare-decode} thread.
 */
final class Dispatch {
    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());

    /** Bodies up to this size are decoded on the event loop: that takes less than handing them over. */
    private static final int INLINE_BYTES = 64 << 10;

    private static final byte[] HEALTHY = "{\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
    private static final ChatEndpoint CHAT = new ChatEndpoint();
    private static final CompletionEndpoint COMPLETIONS = new CompletionEndpoint();

    /** What stands for a generation that never began. */
    private static final Generation NOTHING = new Generation() {
        @Override
        public void cancel() {}

        @Override
        public void cancel(int choice) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    private final Answering answering;
    private final LoopState loop;
    private final Responder responder;
    private final Exchange exchange;

    Dispatch(Answering answering, LoopState loop, Responder responder) {
        this.answering = answering;
        this.loop = loop;
        this.responder = responder;
        this.exchange = answering.exchange();
    }

    void answer(RequestHead head, byte[] body) {
        if (head.is(HttpMethod.OPTIONS)) {
            String allow = head.route() == Route.NONE
                    ? "GET, HEAD, POST, OPTIONS"
                    : head.route().allow();
            responder.empty(exchange, Map.of("allow", allow));
            answering.answered();
            return;
        }
        switch (head.route()) {
            case CHAT_COMPLETIONS -> generate(CHAT, body);
            case COMPLETIONS -> generate(COMPLETIONS, body);
            case MODELS ->
                json(ModelCodec.encode(new ModelList(loop.server().engine().models(), JsonObject.EMPTY)));
            case MODEL -> model(head.modelId());
            case HEALTH -> json(HEALTHY);
            case NONE -> answering.error(ErrorAnswer.unknownUrl(head.method(), head.path()));
        }
    }

    private void model(String id) {
        List<Model> models = loop.server().engine().models();
        for (Model model : models) {
            if (model.id().equals(id)) {
                json(ModelCodec.encode(model));
                return;
            }
        }
        answering.error(ErrorAnswer.modelNotFound(id));
    }

    private <R, C> void generate(Endpoint<R, C> endpoint, byte[] body) {
        if (body.length <= INLINE_BYTES) {
            decode(endpoint, body).run();
        } else {
            try {
                loop.server().decoders().execute(() -> {
                    Runnable decoded = decode(endpoint, body);
                    loop.eventLoop().execute(decoded);
                });
            } catch (RejectedExecutionException e) {
                answering.error(ErrorAnswer.TOO_MANY_BODIES);
            }
        }
    }

    /** Decodes on any thread; what it returns goes on on the event loop. */
    private <R, C> Runnable decode(Endpoint<R, C> endpoint, byte[] body) {
        try {
            R request = endpoint.decode(body);
            return () -> begin(endpoint, request);
        } catch (InvalidRequestException e) {
            return () -> answering.error(ErrorAnswer.of(e.error()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "could not decode the body of request " + exchange.id, e);
            return () -> answering.error(ErrorAnswer.INTERNAL);
        }
    }

    private <R, C> void begin(Endpoint<R, C> endpoint, R request) {
        if (!answering.isOpen()) {
            return;
        }
        exchange.streamed = endpoint.isStream(request);
        if (exchange.streamed) {
            StreamOutbox<C> outbox = new StreamOutbox<>(answering, responder, loop, endpoint.presentation(request));
            enter(outbox, () -> outbox.began(start(endpoint, request, outbox)));
        } else {
            WholeAnswer<C> answer = new WholeAnswer<>(answering, responder, loop, endpoint.accumulation(request));
            enter(answer, () -> answer.began(start(endpoint, request, answer)));
        }
    }

    private void enter(Running answer, Runnable generation) {
        Turn turn = new Turn(loop, answering, generation);
        answering.running(answer, turn);
        turn.enter();
        // Where the head of a stream waits for nothing, it goes out now.
        answer.check(loop.nanoTime());
    }

    private <R, C> Generation start(Endpoint<R, C> endpoint, R request, GenerationSink<C> sink) {
        try {
            return endpoint.start(loop.server().engine(), request, sink);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the engine threw at request " + exchange.id, e);
            sink.end(new GenerationEnd.Failed(
                    new EngineException(EngineErrorKind.INTERNAL, ErrorAnswer.INTERNAL.error(), e), Usage.NONE));
            return NOTHING;
        }
    }

    private void json(byte[] body) {
        responder.json(exchange, 200, body, Map.of());
        answering.answered();
    }
}
