package dev.nagare.bench.client;

/**
 * A process that reads one short answer and ends. Arguments: the client and the server's port. Prints the nanoseconds from the
 * begin of its own code to the first text. Uses nothing that would load classes on its own account.
 */
public final class FirstChunk implements TextSink {
    private long first;

    private FirstChunk() {}

    /** Reads and prints. */
    public static void main(String[] arguments) throws Exception {
        long begin = System.nanoTime();
        FirstChunk reader = new FirstChunk();
        StreamingClient.of(arguments[0], Integer.parseInt(arguments[1]), "whole-20")
                .read(reader);
        System.out.println(reader.first - begin);
        // Some clients leave threads behind.
        Runtime.getRuntime().halt(0);
    }

    @Override
    public void text(String piece) {
        if (first == 0) {
            first = System.nanoTime();
        }
    }
}
