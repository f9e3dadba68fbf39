package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server whose process may open few files: it says so, and goes on when there are none left for a while. */
class FilesOfTheServerTest {
    /** So many connections that some cannot be accepted, however fast those that are refused go. */
    private static final int MANY = 3_000;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere ulimit may not lower what a JVM takes")
    void aServerThatCanOpenNoMoreFilesGoesOn() throws IOException, InterruptedException {
        List<Socket> idle = new ArrayList<>();
        try (Command nagare = Command.startWithFiles(256, "serve", "--port", "0", "--access-log", "off");
                HttpClient client = HttpClient.newHttpClient()) {
            String line = nagare.firstLine();
            assertThat(line).startsWith("Nagare is listening on http://127.0.0.1:");
            int port = URI.create(line.substring(line.indexOf("http"))).getPort();
            try {
                while (idle.size() < MANY && !nagare.err().contains("cannot be accepted")) {
                    idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
                }
                nagare.awaitError("connections cannot be accepted and have to wait");
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
            HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                    .build();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!isAnswered(client, health)) {
                assertThat(System.nanoTime()).as(nagare.err()).isLessThan(deadline);
            }
            assertThat(nagare.err()).contains("of 10000 connections only ", "only 256 files");
            nagare.signal("TERM");
            assertThat(nagare.exitCode()).isZero();
        }
    }

    /** Whether there is an answer yet: a connection of before may still take the place. */
    private static boolean isAnswered(HttpClient client, HttpRequest health) throws InterruptedException {
        try {
            return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
