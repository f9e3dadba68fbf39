package dev.nagare.guard;

import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Message;
import dev.nagare.wire.MessageContent;
import dev.nagare.wire.Prompt;
import java.util.ArrayList;
import java.util.List;

/** The texts of a request. */
final class InputText {
    private InputText() {}

    /** What each message says, in order. */
    static List<String> of(ChatCompletionRequest request) {
        List<String> texts = new ArrayList<>();
        for (Message message : request.messages()) {
            MessageContent content = message.content();
            if (content != null) {
                texts.add(content.text());
            }
            if (message instanceof AssistantMessage assistant) {
                if (assistant.refusal() != null) {
                    texts.add(assistant.refusal());
                }
            }
        }
        return texts;
    }

    /** How many prompts a request of the older endpoint has. */
    static int prompts(CompletionRequest request) {
        Prompt prompt = request.prompt();
        if (prompt instanceof Prompt.Texts texts) {
            return texts.texts().size();
        }
        return prompt instanceof Prompt.TokenLists lists ? lists.lists().size() : 1;
    }
}
