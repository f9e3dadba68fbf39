package dev.nagare.examples;

import dev.nagare.client.ChatClient;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.Detector;
import dev.nagare.guard.GuardChunkFilter;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.GuardedEngine;
import dev.nagare.guard.Judge;
import dev.nagare.guard.JudgedEngine;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The snippets of the guide to moderation, each as one method; the build checks that they are the same. */
public final class ModerationGuide {
    private ModerationGuide() {}

    static Policy policy() {
        Policy policy = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb", "nail bomb"))
                .rule(Rule.detector("mail", Detector.EMAIL).redact("[e-mail]"))
                .rule(Rule.pattern("ticket", "TCK-\\d{6}").annotate())
                .build();
        return policy;
    }

    static List<String> anyText(Policy policy) {
        GuardSession session = policy.newSession();
        String shown = session.accept("Take a pipe").text(); // "Take a "
        String rest = session.finish().text(); // "pipe"
        return List.of(shown, rest);
    }

    static CompletionEngine engine(CompletionEngine engine, Policy policy) {
        CompletionEngine guarded = new GuardedEngine(engine, policy, false);
        return guarded;
    }

    static ChatClient client(Policy policy) {
        ChatClient client = ChatClient.builder()
                .baseUrl("http://127.0.0.1:8080/v1")
                .chatFilter(request -> new GuardChunkFilter(policy, request.choices()))
                .build();
        return client;
    }

    static CompletionEngine judge(CompletionEngine engine, Policy policy) {
        Judge judge = Judge.of(texts -> CompletableFuture.supplyAsync(() -> classify(texts))) // a result for each text
                .timeout(Duration.ofSeconds(3))
                .withPrompt(); // what is judged begins with the messages
        CompletionEngine judged = new JudgedEngine(new GuardedEngine(engine, policy, false), judge);
        return judged;
    }

    static List<ModerationResult> classify(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    boolean isRude = text.contains("stupid");
                    return new ModerationResult(
                            isRude, Map.of("rude", isRude), Map.of("rude", isRude ? 1.0 : 0.0), null, JsonObject.EMPTY);
                })
                .toList();
    }
}
