package dev.nagare.local;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.testkit.EngineContract;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;
import java.util.List;

/** The contract of every engine, kept by this one with the built-in model. */
class LocalEngineContractTest implements EngineContract {
    @Override
    public CompletionEngine newEngine() {
        return LocalEngine.builtIn();
    }

    @Override
    public ChatCompletionRequest chatRequest(int choices) {
        return ChatCompletionRequest.builder()
                .model("nagare-tiny")
                .messages(List.of(UserMessage.of("Count to 20.")))
                .temperature(0.0)
                .n(choices)
                .build();
    }

    @Override
    public CompletionRequest completionRequest(int choices) {
        return CompletionRequest.builder()
                .model("nagare-tiny")
                .prompt(Prompt.of("1, 2, 3,"))
                .temperature(0.0)
                .n(choices)
                .build();
    }
}
