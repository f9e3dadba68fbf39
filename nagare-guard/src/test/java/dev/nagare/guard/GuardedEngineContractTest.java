package dev.nagare.guard;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.testkit.EngineContract;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;

/** A guard without rules is an engine like the one behind it. */
class GuardedEngineContractTest implements EngineContract {
    @Override
    public CompletionEngine newEngine() {
        return new GuardedEngine(
                ScriptedEngine.answering(
                        "One", " two", " three", ",", " four", " five", " six", ",", " s", "even", "."),
                Policy.none(),
                false);
    }

    @Override
    public ChatCompletionRequest chatRequest(int choices) {
        return Requests.chat().n(choices).build();
    }

    @Override
    public CompletionRequest completionRequest(int choices) {
        return CompletionRequest.builder()
                .model(ScriptedEngine.MODEL)
                .prompt(Prompt.of("Count."))
                .n(choices)
                .maxTokens(50)
                .build();
    }

    /** Requests for tests. */
    static final class Requests {
        private Requests() {}

        static ChatCompletionRequest.Builder chat() {
            return ChatCompletionRequest.builder().model(ScriptedEngine.MODEL).message(UserMessage.of("Count."));
        }
    }
}
