package dev.nagare.bench.client;

import dev.nagare.bench.load.Child;
import dev.nagare.bench.load.Values;
import java.util.List;

/** A {@link ReaderProcess} and how to talk to it. */
record Reader(String client, Child process) implements AutoCloseable {
    /** That there is no log is no news here. */
    static final List<String> FLAGS = List.of("-Dslf4j.internal.verbosity=ERROR");

    static Reader start(String client, int port) {
        return new Reader(client, Child.java(ReaderProcess.class, FLAGS, client, Integer.toString(port)));
    }

    static Reader onOneCore(int core, String client, int port) {
        return new Reader(
                client, Child.javaOnOneCore(core, ReaderProcess.class, FLAGS, client, Integer.toString(port)));
    }

    /** Opens streams in platform threads and waits for the first text of each. */
    Values open(String kind, int streams) {
        return process.ask("open " + kind + " " + streams + " platform");
    }

    /** Does something that is one word. */
    Values ask(String order) {
        return process.ask(order);
    }

    @Override
    public void close() {
        process.close();
    }
}
