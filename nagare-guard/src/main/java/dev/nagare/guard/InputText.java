package dev.nagare.guard;

import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.DeveloperMessage;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.FunctionMessage;
import dev.nagare.wire.Message;
import dev.nagare.wire.MessageContent;
import dev.nagare.wire.PartsContent;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.RefusalPart;
import dev.nagare.wire.SystemMessage;
import dev.nagare.wire.ToolCall;
import dev.nagare.wire.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of a request. */
final class InputText {
    private InputText() {}

    /** What the messages say, in order, with the names of who says it and with the tools that they call. */
    static List<String> of(ChatCompletionRequest request) {
        List<String> texts = new ArrayList<>();
        for (Message message : request.messages()) {
            add(name(message), texts);
            content(message.content(), texts);
            if (message instanceof AssistantMessage assistant) {
                assistant(assistant, texts);
            }
        }
        return texts;
    }

    private static @Nullable String name(Message message) {
        if (message instanceof UserMessage user) {
            return user.name();
        } else if (message instanceof AssistantMessage assistant) {
            return assistant.name();
        } else if (message instanceof SystemMessage system) {
            return system.name();
        } else if (message instanceof DeveloperMessage developer) {
            return developer.name();
        }
        return message instanceof FunctionMessage function ? function.name() : null;
    }

    private static void add(@Nullable String text, List<String> texts) {
        if (text != null && !text.isEmpty()) {
            texts.add(text);
        }
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
        add(message.refusal(), texts);
        add(message.reasoningContent(), texts);
        for (ToolCall call : message.toolCalls()) {
            function(call.function(), texts);
            if (call.custom() != null) {
                add(call.custom().name(), texts);
                add(call.custom().input(), texts);
            }
        }
        function(message.functionCall(), texts);
    }

    private static void function(@Nullable FunctionCall call, List<String> texts) {
        if (call != null) {
            add(call.name(), texts);
            add(PlainJson.of(call.arguments()), texts);
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
