package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.guard.Policy;
import dev.nagare.guard.PolicyModerator;
import dev.nagare.guard.Rule;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.server.ServerListener;
import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** {@code nagare serve --judge-url}: one server judges what another one says. */
class JudgedCommandTest {
    private static String ask(String url, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String chat(String members) {
        return "{\"model\":\"any\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Count to 10.\"}]"
                + members + "}";
    }

    @Test
    void anAnswerGoesAsFarAsTheJudgeAcceptsIt() throws IOException, InterruptedException {
        Policy policy = Policy.builder("odd").rule(Rule.phrases("lucky", "7")).build();
        try (ScriptedEngine nobody = ScriptedEngine.manual();
                NagareServer judge = NagareServer.start(
                        ServerConfig.builder().port(0).build(),
                        nobody,
                        ServerListener.NONE,
                        null,
                        new PolicyModerator(policy));
                Command command = Command.start(
                        "serve",
                        "--port",
                        "0",
                        "--access-log",
                        "off",
                        "--judge-url",
                        "http://127.0.0.1:" + judge.port() + "/v1")) {
            String url = command.firstLine().replaceFirst(".* on ", "");
            String whole = ask(url, "/chat/completions", chat(""));
            assertThat(whole)
                    .contains("\"finish_reason\":\"content_filter\"")
                    .containsPattern("\"content\":\"[1-6, ]*\"");
            String moderated = ask(url, "/chat/completions", chat(",\"stream\":true,\"moderation\":{\"model\":\"m\"}"));
            assertThat(moderated)
                    .contains("\"lucky\":true", "\"finish_reason\":\"content_filter\"")
                    .endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aJudgeWhoIsNotThereIsNotPassedOver() throws IOException, InterruptedException {
        try (Command command = Command.start(
                "serve",
                "--port",
                "0",
                "--access-log",
                "off",
                "--judge-url",
                "http://127.0.0.1:1/v1",
                "--judge-timeout",
                "20s")) {
            String url = command.firstLine().replaceFirst(".* on ", "");
            assertThat(ask(url, "/chat/completions", chat(""))).contains("\"code\":\"moderation_failed\"");
        }
    }
}
