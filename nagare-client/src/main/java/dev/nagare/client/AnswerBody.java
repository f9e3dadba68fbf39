package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of one response, on its way to chunks: finds out what it is, reads it, and knows when it is over. For the
 * reading thread.
 */
final class AnswerBody<C, A> {
    private final Exchange exchange;
    private final Assembly<C, A> assembly;
    private final ClientSettings settings;
    private @Nullable BodyBytes collected;
    private @Nullable EventFeed<C> feed;
    private @Nullable A whole;
    private boolean inputOver;
    private boolean blankSoFar = true;
    private long bytes;
    private long arrival;

    AnswerBody(Exchange exchange, Assembly<C, A> assembly, ClientSettings settings) {
        this.exchange = exchange;
        this.assembly = assembly;
        this.settings = settings;
    }

    /** The next chunk, or null when none is ready. */
    @Nullable
    C poll() {
        return feed == null ? null : feed.poll();
    }

    /** When the chunk that was polled last arrived. */
    long arrival() {
        return arrival;
    }

    /** Whether the response is known to be an answer, and not an error. */
    boolean isAnswer() {
        return feed != null;
    }

    /**
     * Judges an answer that is {@linkplain #isOver() over}, by what a filter got to see if there is one. What came whole needs
     * no {@code [DONE]}, but its finish reasons.
     *
     * @param began whether anything of it has been polled
     * @throws ProtocolException when it is none
     */
    StreamEnd end(@Nullable FilteredChunks<C> filtered, boolean began) {
        ResponseHead head = exchange.head();
        if (!isDone() && !began && head != null && !Bodies.isEventStream(head)) {
            throw Bodies.unexpected(head);
        }
        boolean sawDone = whole != null || isDone();
        StreamEnd byReasons = filtered == null ? assembly.ended(sawDone) : filtered.ended(sawDone);
        EndPolicy policy = settings.endPolicy();
        return whole == null ? policy.judge(byReasons, began) : policy.judgeWhole(byReasons);
    }

    /** What came as a whole answer, or null. */
    @Nullable
    A whole() {
        return whole;
    }

    /** Whether the server said that there is no more. */
    boolean isDone() {
        return feed != null && feed.isDone();
    }

    /** Whether it ended in good order, and all of its chunks have been polled. */
    boolean isOver() {
        return isDone() || (inputOver && (feed == null || feed.error() == null));
    }

    /**
     * Goes one step on, once there is no chunk to poll; false when something must come first.
     *
     * @throws NagareClientException when it is no answer, or ends in an error
     */
    boolean step() {
        if (collected != null) {
            return collect(collected);
        }
        return feed == null ? begin() : read(feed);
    }

    /** Takes the response's head and decides by it what the body is. */
    private boolean begin() {
        BodyPipe.Piece first = exchange.poll();
        ResponseHead head = exchange.head();
        if (first == null) {
            return false;
        }
        if (first.isEnd() || head == null) {
            inputOver = true;
            return true;
        }
        if (!Bodies.isSuccess(head)) {
            exchange.errorCame();
            collected = new BodyBytes(Bodies.MAX_ERROR_BYTES);
        } else if (Bodies.isPage(head)) {
            throw Bodies.unexpected(head);
        } else if (Bodies.isJson(head)) {
            collected = new BodyBytes(settings.maxBodyBytes());
        } else {
            feed = new EventFeed<>(assembly, head, settings.maxEventBytes());
        }
        return true;
    }

    /** Takes more of a body that must be whole to be understood: an error's, or a whole answer's. */
    private boolean collect(BodyBytes body) {
        BodyPipe.Piece piece = exchange.poll();
        return piece != null && collect(body, piece);
    }

    private boolean collect(BodyBytes body, BodyPipe.Piece piece) {
        ResponseHead head = exchange.head();
        if (head == null) {
            return false;
        }
        boolean success = Bodies.isSuccess(head);
        if (!piece.isEnd()) {
            arrival = piece.arrival();
            if (body.add(piece)) {
                return true;
            }
            if (success) {
                throw exchange.tooLarge(settings.maxBodyBytes());
            }
        }
        if (!success) {
            throw Bodies.failure(head, body.toByteArray());
        }
        A answer = Bodies.whole(assembly, head, body.toByteArray());
        EventFeed<C> one = new EventFeed<>(assembly, head, settings.maxEventBytes());
        one.add(assembly.asChunk(answer));
        feed = one;
        collected = null;
        whole = answer;
        inputOver = true;
        return true;
    }

    /** Takes the next piece of an event stream. */
    private boolean read(EventFeed<C> events) {
        NagareClientException error = events.error();
        if (error != null) {
            throw error;
        }
        BodyPipe.Piece piece = exchange.poll();
        if (piece == null) {
            return false;
        }
        if (piece.isEnd()) {
            events.endOfInput();
            inputOver = true;
            return true;
        }
        if (blankSoFar && isJson(piece.buffers())) {
            // Whatever it calls itself, no line of an event stream begins like that.
            feed = null;
            BodyBytes body = new BodyBytes(settings.maxBodyBytes());
            collected = body;
            return collect(body, piece);
        }
        arrival = piece.arrival();
        for (ByteBuffer buffer : piece.buffers()) {
            bytes += buffer.remaining();
            events.push(buffer);
        }
        if (bytes > settings.maxBodyBytes() && !events.isOver()) {
            events.fail(exchange.tooLarge(settings.maxBodyBytes()));
        }
        return true;
    }

    /** Whether a body that was blank so far goes on like a JSON object. */
    private boolean isJson(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            for (int i = buffer.position(); i < buffer.limit(); i++) {
                switch (buffer.get(i)) {
                    case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> {
                        // A byte order mark is as good as blank.
                    }
                    case '{' -> {
                        return true;
                    }
                    default -> {
                        blankSoFar = false;
                        return false;
                    }
                }
            }
        }
        return false;
    }
}
