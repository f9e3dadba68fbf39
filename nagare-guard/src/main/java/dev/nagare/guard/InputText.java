package dev.nagare.guard;

import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.Message;
import dev.nagare.wire.MessageContent;
import dev.nagare.wire.PartsContent;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.RefusalPart;
import dev.nagare.wire.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of a request. */
final class InputText {
    private InputText() {}

    /** What the messages say, in order, with the tools that they call. */
    static List<String> of(ChatCompletionRequest request) {
        List<String> texts = new ArrayList<>();
        for (Message message : request.messages()) {
            content(message.content(), texts);
            if (message instanceof AssistantMessage assistant) {
                assistant(assistant, texts);
            }
        }
        return texts;
    }

    private static void content(@Nullable MessageContent content, List<String> texts) {
        if (content != null) {
            texts.add(content.text());
        }
        if (content instanceof PartsContent parts) {
            parts.parts().forEach(part -> {
                if (part instanceof RefusalPart refusal) {
                    texts.add(refusal.refusal());
                }
            });
        }
    }

    private static void assistant(AssistantMessage message, List<String> texts) {
        if (message.refusal() != null) {
            texts.add(message.refusal());
        }
        if (message.reasoningContent() != null) {
            texts.add(message.reasoningContent());
        }
        for (ToolCall call : message.toolCalls()) {
            function(call.function(), texts);
            if (call.custom() != null) {
                texts.add(call.custom().input());
            }
        }
        function(message.functionCall(), texts);
    }

    private static void function(@Nullable FunctionCall call, List<String> texts) {
        if (call != null) {
            texts.add(PlainJson.of(call.arguments()));
        }
    }

    /** The prompts of a request of the older endpoint; empty for one of tokens, which have no text here. */
    static List<String> of(CompletionRequest request) {
        Prompt prompt = request.prompt();
        if (prompt instanceof Prompt.Text text) {
            return List.of(text.text());
        }
        return prompt instanceof Prompt.Texts texts ? texts.texts() : List.of();
    }
}
