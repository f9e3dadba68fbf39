package dev.nagare.server;

import java.time.Duration;

/** Tells two listeners, the second also when the first throws. */
record TwoListeners(ServerListener first, ServerListener second) implements ServerListener {
    @Override
    public void serverStarts(ServerLoad load) {
        try {
            first.serverStarts(load);
        } finally {
            second.serverStarts(load);
        }
    }

    @Override
    public ChunkListener firstChunk(Route route, String model, Duration waited) {
        ChunkListener one = first.firstChunk(route, model, waited);
        ChunkListener other = second.firstChunk(route, model, waited);
        return nanos -> {
            one.chunk(nanos);
            other.chunk(nanos);
        };
    }

    @Override
    public void unknownParameter(String name) {
        try {
            first.unknownParameter(name);
        } finally {
            second.unknownParameter(name);
        }
    }

    @Override
    public void requestEnded(RequestEnded event) {
        try {
            first.requestEnded(event);
        } finally {
            second.requestEnded(event);
        }
    }
}
