package dev.nagare.verification;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An engine behind a server on a free port, and a client of it. Closes all three. */
record RunningServer(CompletionEngine engine, NagareServer server, HttpClient client) implements AutoCloseable {
    static RunningServer start(CompletionEngine engine, UnaryOperator<ServerConfig.Builder> settings) {
        ServerConfig config = settings.apply(ServerConfig.builder().port(0)).build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new RunningServer(engine, NagareServer.start(config, engine), client);
    }

    static RunningServer start(CompletionEngine engine) {
        return start(engine, config -> config);
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, Map.of("content-type", "application/json"), body);
    }

    HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
        return send(method, path, headers, body, HttpResponse.BodyHandlers.ofString());
    }

    /** Asks, and returns when the head of the response has come. */
    HttpResponse<InputStream> open(String path, String body) {
        return send(
                "POST",
                path,
                Map.of("content-type", "application/json"),
                body,
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(
            String method, String path, Map<String, String> headers, String body, HttpResponse.BodyHandler<T> handler) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The data of each event of a stream, {@code [DONE]} included. */
    static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    static JsonObject object(String json) {
        return (JsonObject) Json.parse(json);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        engine.close();
    }
}
