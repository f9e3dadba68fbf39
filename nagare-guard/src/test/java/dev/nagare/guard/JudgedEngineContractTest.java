package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.GuardedEngineContractTest.Requests;
import dev.nagare.testkit.EngineContract;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;

/** Rules and a judge that find nothing leave an engine's contract as it is. */
class JudgedEngineContractTest {
    private static final String[] ANSWER = {
        "One", " two", " three", ",", " four", " five", " six", ",", " s", "even", ",", " eight", " nine", " ten",
        " and", " more", " of", " them", "."
    };

    private static CompletionEngine guarded() {
        Policy policy = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb"))
                .rule(Rule.detector("mail", Detector.EMAIL))
                .build();
        return new GuardedEngine(ScriptedEngine.answering(ANSWER), policy, false);
    }

    private static CompletionRequest completion(int choices) {
        return CompletionRequest.builder()
                .model(ScriptedEngine.MODEL)
                .prompt(Prompt.of("Count."))
                .n(choices)
                .maxTokens(50)
                .build();
    }

    /** Rules. */
    @Nested
    class WithRules implements EngineContract {
        @Override
        public CompletionEngine newEngine() {
            return guarded();
        }

        @Override
        public ChatCompletionRequest chatRequest(int choices) {
            return Requests.chat().n(choices).build();
        }

        @Override
        public CompletionRequest completionRequest(int choices) {
            return completion(choices);
        }
    }

    /** A judge who answers on a thread of its own. */
    @Nested
    class WithAJudge implements EngineContract {
        @Override
        public CompletionEngine newEngine() {
            return new JudgedEngine(
                    ScriptedEngine.answering(ANSWER),
                    Judge.of(texts -> CompletableFuture.supplyAsync(() -> texts.stream()
                            .map(text -> ScriptedJudge.result(false))
                            .toList())));
        }

        @Override
        public ChatCompletionRequest chatRequest(int choices) {
            return Requests.chat().n(choices).build();
        }

        @Override
        public CompletionRequest completionRequest(int choices) {
            return completion(choices);
        }
    }

    /** Both, and a judge who answers at once. */
    @Nested
    class WithBoth implements EngineContract {
        @Override
        public CompletionEngine newEngine() {
            return new JudgedEngine(
                    guarded(),
                    Judge.of(texts -> CompletableFuture.completedFuture(texts.stream()
                                    .map(text -> ScriptedJudge.result(false))
                                    .toList()))
                            .judgingInput());
        }

        @Override
        public ChatCompletionRequest chatRequest(int choices) {
            return Requests.chat().n(choices).build();
        }

        @Override
        public CompletionRequest completionRequest(int choices) {
            return completion(choices);
        }
    }
}
