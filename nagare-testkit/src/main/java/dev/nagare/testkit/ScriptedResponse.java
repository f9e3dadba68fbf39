package dev.nagare.testkit;

import dev.nagare.wire.Json;
import dev.nagare.wire.JsonString;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a {@link FaultyServer} answers to one request, and how that goes wrong. Immutable.
 *
 * <p>A body of events is sent in HTTP chunks, any other with its length, unless the {@linkplain Fault fault} says otherwise.
 */
public final class ScriptedResponse {
    private static final long HEARTBEAT_NANOS = 5_000_000;

    private final int status;
    private final String type;
    private final List<String> headers;
    private final byte[] body;
    private final int pieceBytes;
    private final Fault fault;
    private final int faultAt;

    private ScriptedResponse(
            int status, String type, List<String> headers, byte[] body, int pieceBytes, Fault fault, int faultAt) {
        this.status = status;
        this.type = type;
        this.headers = headers;
        this.body = body;
        this.pieceBytes = pieceBytes;
        this.fault = fault;
        this.faultAt = faultAt;
    }

    /** An event stream: each text is one event's data, and {@code [DONE]} follows. */
    public static ScriptedResponse stream(String... data) {
        StringBuilder events = new StringBuilder();
        for (String one : data) {
            events.append("data: ").append(one).append("\n\n");
        }
        return events(events.append("data: [DONE]\n\n").toString());
    }

    /** An event stream, byte by byte as given. */
    public static ScriptedResponse events(String body) {
        return events(body.getBytes(StandardCharsets.UTF_8));
    }

    /** An event stream, byte by byte as given. */
    public static ScriptedResponse events(byte[] body) {
        return new ScriptedResponse(200, "text/event-stream", List.of(), body.clone(), 0, Fault.NONE, 0);
    }

    /** A response with a body of one type; the type may be empty for none. */
    public static ScriptedResponse of(int status, String type, String body) {
        return new ScriptedResponse(status, type, List.of(), body.getBytes(StandardCharsets.UTF_8), 0, Fault.NONE, 0);
    }

    /** The error that servers of this API send with a status. */
    public static ScriptedResponse error(int status, String message) {
        String quoted = Json.write(new JsonString(message));
        return of(status, "application/json", "{\"error\":{\"message\":" + quoted + ",\"type\":\"test\"}}");
    }

    /** The same with a further header. */
    public ScriptedResponse header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new ScriptedResponse(status, type, List.copyOf(more), body, pieceBytes, fault, faultAt);
    }

    /** The same, the body written in pieces of this many bytes, each by itself. */
    public ScriptedResponse inPiecesOf(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a piece has at least one byte, not " + bytes);
        }
        return new ScriptedResponse(status, type, headers, body, bytes, fault, faultAt);
    }

    /** The same, gone wrong after the whole body. */
    public ScriptedResponse fault(Fault kind) {
        return fault(kind, body.length);
    }

    /** The same, gone wrong after this many bytes of the body. */
    public ScriptedResponse fault(Fault kind, int afterBytes) {
        if (afterBytes < 0 || afterBytes > body.length) {
            throw new IllegalArgumentException("the body has " + body.length + " bytes, not " + afterBytes);
        }
        return new ScriptedResponse(status, type, headers, body, pieceBytes, kind, afterBytes);
    }

    /** The body's bytes, all of them. */
    public byte[] body() {
        return body.clone();
    }

    /** Writes it; false when the connection is of no more use. */
    boolean play(ServerConnection connection) {
        if (fault.isBeforeHeaders()) {
            end(connection);
            return false;
        }
        boolean chunked = type.equals("text/event-stream") && fault != Fault.CLOSE && fault != Fault.SHORT_LENGTH;
        byte[] sent = fault == Fault.NONE ? body : Arrays.copyOf(body, faultAt);
        connection.write(head(chunked));
        int size = pieceBytes == 0 ? Math.max(1, sent.length) : pieceBytes;
        for (int at = 0; at < sent.length; at += size) {
            byte[] piece = Arrays.copyOfRange(sent, at, Math.min(sent.length, at + size));
            if (chunked) {
                connection.chunk(piece);
            } else {
                connection.write(piece);
            }
        }
        if (chunked && fault.isClean()) {
            connection.lastChunk();
        }
        end(connection);
        return fault == Fault.NONE || (fault == Fault.CLEAN_END && chunked);
    }

    private String head(boolean chunked) {
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "HTTP/1.1 %d Scripted\r\n", status));
        if (!type.isEmpty()) {
            head.append("content-type: ").append(type).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (chunked) {
            head.append("transfer-encoding: chunked\r\n");
        } else if (fault == Fault.CLOSE) {
            head.append("connection: close\r\n");
        } else {
            int length = fault == Fault.SHORT_LENGTH ? body.length + 1 : body.length;
            head.append("content-length: ").append(length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private void end(ServerConnection connection) {
        switch (fault) {
            case NONE, CLEAN_END -> {
                // The connection goes on.
            }
            case CLOSE, NO_LAST_CHUNK, SHORT_LENGTH -> connection.close();
            case RESET, RESET_BEFORE_HEADERS -> connection.reset();
            case STALL, STALL_BEFORE_HEADERS -> connection.awaitGone();
            case HEARTBEATS -> beat(connection);
            case GARBAGE -> {
                connection.write("no chunk at all\r\n\r\n");
                connection.awaitGone();
            }
        }
    }

    private static void beat(ServerConnection connection) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                connection.chunk(": keep-alive\n");
                LockSupport.parkNanos(HEARTBEAT_NANOS);
            }
        } catch (UncheckedIOException e) {
            // The client has gone.
        }
    }
}
