package dev.nagare.bench.client;

import java.io.EOFException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/** The JDK's HTTP client with a subscriber that hands its bytes to the thread that reads, and {@link ContentScan}. */
final class JdkReader implements StreamingClient {
    private static final String BODY =
            "{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"When is the tide?\"}],\"stream\":true}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    JdkReader(String url) {
        request = HttpRequest.newBuilder(URI.create(url.concat("/chat/completions")))
                .version(HttpClient.Version.HTTP_1_1)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    @Override
    public void read(TextSink sink) throws Exception {
        Pieces pieces = new Pieces();
        var _ = client.sendAsync(request, new Handler(pieces));
        byte[] bytes = new byte[64 << 10];
        int end = 0;
        for (List<ByteBuffer> piece = pieces.queue.take(); !piece.isEmpty(); piece = pieces.queue.take()) {
            for (ByteBuffer buffer : piece) {
                int length = buffer.remaining();
                bytes = bytes.length - end < length ? Arrays.copyOf(bytes, end + length) : bytes;
                buffer.get(bytes, end, length);
                end += length;
            }
            int whole = end;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            if (!ContentScan.lines(bytes, 0, whole, sink)) {
                return;
            }
            System.arraycopy(bytes, whole, bytes, 0, end - whole);
            end -= whole;
        }
        throw new EOFException("the answer was cut");
    }

    private record Handler(Pieces pieces) implements HttpResponse.BodyHandler<Pieces> {
        @Override
        public HttpResponse.BodySubscriber<Pieces> apply(HttpResponse.ResponseInfo info) {
            return pieces;
        }
    }

    /** Queues what comes; an empty list for the end. */
    private static final class Pieces implements HttpResponse.BodySubscriber<Pieces> {
        private final BlockingQueue<List<ByteBuffer>> queue = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<Pieces> getBody() {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            queue.add(buffers);
        }

        @Override
        public void onError(Throwable error) {
            queue.add(List.of());
        }

        @Override
        public void onComplete() {
            queue.add(List.of());
        }
    }
}
