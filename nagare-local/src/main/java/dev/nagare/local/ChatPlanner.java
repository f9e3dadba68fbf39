package dev.nagare.local;

import dev.nagare.local.chat.ChatTemplate;
import dev.nagare.local.chat.Turn;
import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ContentPart;
import dev.nagare.wire.FunctionChoice;
import dev.nagare.wire.FunctionMessage;
import dev.nagare.wire.Message;
import dev.nagare.wire.MessageContent;
import dev.nagare.wire.Modality;
import dev.nagare.wire.PartsContent;
import dev.nagare.wire.RefusalPart;
import dev.nagare.wire.ResponseFormat;
import dev.nagare.wire.TextPart;
import dev.nagare.wire.ToolChoice;
import dev.nagare.wire.ToolMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Understands chat requests. */
final class ChatPlanner {
    private static final int MOST_TOP_LOGPROBS = 20;

    private ChatPlanner() {}

    /**
     * The plan of a request.
     *
     * @throws dev.nagare.engine.EngineException if it asks for something that cannot be done
     */
    static Plan plan(ChatCompletionRequest request, LoadedModel model, LongSupplier seeds) {
        refuseUnsupported(request);
        List<Turn> turns = turns(request.messages());
        int choices = Planner.choices(request.n());
        Planner.checkTogether(choices, model);
        ChatTemplate template = model.template();
        if (template == null) {
            throw Errors.invalid(
                    "The model `" + model.name()
                            + "` has no chat template that is known here, so it can only be used in "
                            + "the v1/completions endpoint. Known are: " + ChatTemplate.knownNames() + ".",
                    "model",
                    null);
        }
        Plan.PromptTokens prompt = new Plan.PromptTokens(template.encode(turns, model.tokenizer()), "", 0);
        int contextLength = model.scheduler().contextLength();
        if (prompt.count() >= contextLength) {
            throw Errors.messagesTooLong(contextLength, prompt.count());
        }
        return new Plan(
                model,
                List.of(prompt),
                choices,
                choices,
                List.of(limit(request, contextLength - prompt.count())),
                Planner.stops(request.stop()),
                Planner.sampling(
                        request.temperature(),
                        request.topP(),
                        request.frequencyPenalty(),
                        request.presencePenalty(),
                        request.logitBias(),
                        request.seed(),
                        model.tokenizer().size(),
                        seeds),
                logprobs(request),
                false);
    }

    /** What is left of the context, or less when the request says so. */
    private static int limit(ChatCompletionRequest request, int room) {
        Integer limit = request.tokenLimit();
        if (limit == null) {
            return room;
        }
        String parameter = request.maxCompletionTokens() != null ? "max_completion_tokens" : "max_tokens";
        return Math.min(room, Planner.inRange(parameter, limit, 1, Integer.MAX_VALUE));
    }

    private static int logprobs(ChatCompletionRequest request) {
        if (!Boolean.TRUE.equals(request.logprobs())) {
            return Plan.NO_LOGPROBS;
        }
        return Planner.inRange(
                "top_logprobs", Objects.requireNonNullElse(request.topLogprobs(), 0), 0, MOST_TOP_LOGPROBS);
    }

    private static void refuseUnsupported(ChatCompletionRequest request) {
        refuse("tools", !request.tools().isEmpty());
        refuse("tool_choice", isOther(request.toolChoice(), ToolChoice.NONE, ToolChoice.AUTO));
        refuse("functions", !request.functions().isEmpty());
        refuse("function_call", isOther(request.functionCall(), FunctionChoice.NONE, FunctionChoice.AUTO));
        ResponseFormat format = request.responseFormat();
        refuse("response_format", format != null && !(format instanceof ResponseFormat.Text));
        refuse("modalities", request.modalities().stream().anyMatch(each -> isOther(each, Modality.TEXT)));
        refuse("audio", request.audio() != null);
        refuse("web_search_options", request.webSearchOptions() != null);
        refuse("moderation", request.moderation() != null);
    }

    private static void refuse(String parameter, boolean present) {
        if (present) {
            throw Errors.unsupported(parameter);
        }
    }

    private static boolean isOther(@Nullable Object value, Object... accepted) {
        return value != null && !List.of(accepted).contains(value);
    }

    private static List<Turn> turns(List<Message> messages) {
        if (messages.isEmpty()) {
            throw Errors.invalid(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array "
                            + "instead.",
                    "messages",
                    "empty_array");
        }
        List<Turn> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            turns.add(turn(messages.get(i), "messages[" + i + "]"));
        }
        return turns;
    }

    private static Turn turn(Message message, String path) {
        String role = message.role().value();
        boolean callsTools = message instanceof AssistantMessage assistant
                && (!assistant.toolCalls().isEmpty() || assistant.functionCall() != null);
        if (callsTools) {
            throw Errors.unsupported(path + ".tool_calls");
        }
        if (message instanceof ToolMessage || message instanceof FunctionMessage) {
            throw Errors.unsupportedValue(path + ".role", role);
        }
        MessageContent content = message.content();
        if (content instanceof PartsContent parts) {
            for (int i = 0; i < parts.parts().size(); i++) {
                ContentPart part = parts.parts().get(i);
                if (!(part instanceof TextPart || part instanceof RefusalPart)) {
                    throw Errors.unsupportedValue(path + ".content[" + i + "].type", part.type());
                }
            }
        }
        return new Turn(role, content == null ? "" : content.text());
    }
}
