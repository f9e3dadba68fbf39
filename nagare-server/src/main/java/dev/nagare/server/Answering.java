package dev.nagare.server;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of its answer, whichever version of HTTP carries it.
 *
 * <p>The head decides whether the request is refused; the refusal is the answer when the body has come, or at once when
 * the body is not worth waiting for. Event loop only.
 */
final class Answering {
    /** What carries the request and its answer: a connection of HTTP/1.1 or a stream of HTTP/2. */
    interface Carrier {
        /**
         * The answer has been written to its end.
         *
         * @param complete whether the request had come to its end too
         */
        void answered(Exchange exchange, boolean complete);
    }

    private enum Phase {
        /** The body is coming. */
        BODY,
        /** The request is whole; its answer is being made. */
        ANSWERING,
        /** The answer has been written, or nobody reads it any more. */
        OVER
    }

    private final LoopState loop;
    private final ServerConfig config;
    private final Carrier carrier;
    private final Responder responder;
    private final Exchange exchange;
    private final long since;

    private Phase phase = Phase.BODY;
    private @Nullable RequestHead head;
    private @Nullable ErrorAnswer refusal;
    private BodyBuffer body;
    private int dropped;

    /** How many bytes of the body are held, by how many: this request until it is over, and what decodes the body. */
    private long held;

    private int holders = 1;
    private @Nullable Running running;
    private @Nullable Turn turn;

    Answering(LoopState loop, Carrier carrier, Responder responder, Exchange exchange) {
        this.loop = loop;
        this.config = loop.server().config();
        this.carrier = carrier;
        this.responder = responder;
        this.exchange = exchange;
        this.since = loop.nanoTime();
        this.body = new BodyBuffer(config.maxBodyBytes());
        loop.server().exchanges().tryIncrement(Integer.MAX_VALUE);
    }

    Exchange exchange() {
        return exchange;
    }

    /** Whether an answer is still to be given to someone. */
    boolean isOpen() {
        return phase != Phase.OVER;
    }

    /** Whether the request has come to its end. */
    boolean isWhole() {
        return phase != Phase.BODY;
    }

    /** The head has come. */
    void begin(RequestHead asked) {
        head = asked;
        refusal = loop.server().access().refusal(asked, exchange);
        if (refusal != null && asked.isBroken()) {
            refuse(refusal);
        } else if (refusal != null && (asked.awaitsContinue() || asked.announced() > config.maxBodyBytes())) {
            // The body is not worth waiting for.
            refuse(refusal);
        } else if (asked.awaitsContinue() && asked.hasBody()) {
            responder.continueRequest();
        }
    }

    /** More of the body has come. */
    void content(ByteBuf bytes) {
        if (phase != Phase.BODY) {
            return;
        }
        if (refusal != null) {
            dropped += bytes.readableBytes();
            if (dropped > config.maxBodyBytes()) {
                refuse(refusal);
            }
            return;
        }
        int count = bytes.readableBytes();
        if (!loop.server().bodies().take(count)) {
            refuse(ErrorAnswer.bodiesFull(loop.server().admission().retryAfterSeconds()));
            return;
        }
        held += count;
        if (!body.append(bytes)) {
            refuse(ErrorAnswer.bodyTooLarge(config.maxBodyBytes()));
        }
    }

    /** Someone holds the body who may do so for longer than the request lasts. */
    void holdBody() {
        holders++;
    }

    /** One fewer holds the body. */
    void letGoOfBody() {
        holders--;
        if (holders == 0) {
            loop.server().bodies().giveBack(held);
            held = 0;
        }
    }

    /** The body is whole. */
    void contentEnded() {
        RequestHead asked = head;
        if (phase != Phase.BODY || asked == null) {
            return;
        }
        phase = Phase.ANSWERING;
        byte[] whole = body.toByteArray();
        body = new BodyBuffer(config.maxBodyBytes());
        if (refusal != null) {
            error(refusal);
        } else {
            new Dispatch(this, loop, responder).answer(asked, whole);
        }
    }

    /**
     * A generation, or a judge, fills the answer, now or when its turn comes.
     *
     * @param itsTurn its way through the queue; null for what does not queue
     */
    void running(Running answer, @Nullable Turn itsTurn) {
        running = answer;
        turn = itsTurn;
    }

    /** Writes an error as the whole answer, unless there is nobody to answer any more. */
    void error(ErrorAnswer error) {
        if (phase != Phase.OVER) {
            responder.error(exchange, error);
            answered();
        }
    }

    /** Ends the answer with an error that the reader can see, whatever of it has been written. */
    void endWith(ErrorAnswer error) {
        exchange.leaveQueue();
        if (running != null) {
            running.endWith(error);
        } else {
            error(error);
        }
    }

    /** Answers with an error at once, whatever is still to come, and lets the connection end. */
    void refuse(ErrorAnswer error) {
        exchange.keepAlive = false;
        error(error);
    }

    /** The answer has been written to its end. */
    void answered() {
        boolean complete = phase == Phase.ANSWERING;
        over();
        exchange.answered();
        carrier.answered(exchange, complete);
    }

    private void over() {
        phase = Phase.OVER;
        running = null;
        turn = null;
        body = new BodyBuffer(config.maxBodyBytes());
        letGoOfBody();
    }

    /** The socket takes bytes again. */
    void writable() {
        if (running != null) {
            running.writable();
        }
    }

    /** Nobody reads the answer any more. */
    void readerLeft() {
        if (phase == Phase.OVER) {
            return;
        }
        Running answer = running;
        over();
        exchange.outcome(RequestOutcome.DISCONNECTED, null);
        if (answer != null) {
            answer.readerLeft();
        }
        exchange.answered();
    }

    /** Ends what takes too long, and lets the answer show that it lives. */
    void check(long now) {
        if (phase == Phase.BODY && now - since > config.bodyTimeout().toNanos()) {
            refuse(ErrorAnswer.BODY_TIMEOUT);
            return;
        }
        long most = config.requestTimeout().toNanos();
        if (phase == Phase.ANSWERING && most > 0 && now - since > most) {
            endWith(ErrorAnswer.REQUEST_TIMEOUT);
            return;
        }
        if (turn != null) {
            turn.check(now);
        }
        if (running != null) {
            running.check(now);
        }
    }

    /** The server is closing: what waits for its turn is told so, what runs goes on. */
    void quiesce() {
        exchange.keepAlive = false;
        if (turn != null && turn.isWaiting()) {
            shutDown();
        }
    }

    /** The server waits no longer. */
    void shutDown() {
        exchange.keepAlive = false;
        endWith(ErrorAnswer.CLOSING);
    }
}
