package dev.nagare.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One choice of a chat stream so far. */
final class ChatChoiceAccumulator implements Choices.Finishing {
    private final int index;
    private @Nullable StringBuilder content;
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ToolCallsAccumulator toolCalls = new ToolCallsAccumulator();
    private @Nullable NamedText functionCall;
    private @Nullable JoinedObject audio;
    private @Nullable List<JsonValue> annotations;
    private @Nullable List<TokenLogprob> contentLogprobs;
    private @Nullable List<TokenLogprob> refusalLogprobs;
    private final MergedMembers logprobsAdditional = new MergedMembers();
    private final MergedMembers messageAdditional = new MergedMembers();
    private final MergedMembers additional = new MergedMembers();
    private @Nullable FinishReason finishReason;

    ChatChoiceAccumulator(int index) {
        this.index = index;
    }

    void add(ChunkChoice choice, ToolCallListener listener) {
        add(choice.delta(), listener);
        if (choice.logprobs() != null) {
            add(choice.logprobs());
        }
        // Some servers send "" until there is a reason.
        if (choice.finishReason() != null && !choice.finishReason().value().isEmpty()) {
            finishReason = choice.finishReason();
        }
        additional.add(choice.additional());
    }

    private void add(Delta delta, ToolCallListener listener) {
        if (delta.content() != null) {
            content = content == null ? new StringBuilder() : content;
            content.append(delta.content());
        }
        if (delta.reasoningContent() != null) {
            reasoning.append(delta.reasoningContent());
        }
        if (delta.refusal() != null) {
            refusal.append(delta.refusal());
        }
        for (ToolCallDelta call : delta.toolCalls()) {
            toolCalls.add(index, call, listener);
        }
        FunctionDelta call = delta.functionCall();
        if (call != null) {
            functionCall = functionCall == null ? new NamedText() : functionCall;
            functionCall.add(call.name(), call.arguments(), call.additional());
        }
        if (!delta.additional().isEmpty()) {
            addOthers(delta.additional());
        }
    }

    private void addOthers(JsonObject members) {
        for (Map.Entry<String, JsonValue> member : members.members().entrySet()) {
            String name = member.getKey();
            JsonValue value = member.getValue();
            if (name.equals("audio") && value instanceof JsonObject fragment) {
                audio = audio == null ? new JoinedObject("data", "transcript") : audio;
                audio.add(fragment);
            } else if (name.equals("annotations") && value instanceof JsonArray more) {
                annotations = annotations == null ? new ArrayList<>() : annotations;
                annotations.addAll(more.elements());
            } else {
                messageAdditional.add(name, value);
            }
        }
    }

    private void add(Logprobs logprobs) {
        if (logprobs.content() != null) {
            contentLogprobs = contentLogprobs == null ? new ArrayList<>() : contentLogprobs;
            contentLogprobs.addAll(logprobs.content());
        }
        if (logprobs.refusal() != null) {
            refusalLogprobs = refusalLogprobs == null ? new ArrayList<>() : refusalLogprobs;
            refusalLogprobs.addAll(logprobs.refusal());
        }
        logprobsAdditional.add(logprobs.additional());
    }

    @Override
    public boolean isFinished() {
        return finishReason != null;
    }

    String content() {
        return content == null ? "" : content.toString();
    }

    /** The choice so far; what the protocol requires to be there is there as null when it has no value. */
    ChatChoice choice() {
        Logprobs logprobs = logprobs();
        List<String> nulls = new ArrayList<>();
        if (logprobs == null) {
            nulls.add("logprobs");
        }
        if (finishReason == null) {
            nulls.add("finish_reason");
        }
        return new ChatChoice(index, message(), logprobs, finishReason, additional.toJson(nulls));
    }

    private @Nullable Logprobs logprobs() {
        if (contentLogprobs == null && refusalLogprobs == null) {
            return null;
        }
        List<String> nulls = new ArrayList<>();
        if (contentLogprobs == null) {
            nulls.add("content");
        }
        if (refusalLogprobs == null) {
            nulls.add("refusal");
        }
        return new Logprobs(contentLogprobs, refusalLogprobs, logprobsAdditional.toJson(nulls));
    }

    private AssistantMessage message() {
        List<ToolCall> calls = toolCalls.toolCalls();
        boolean answersOtherwise = !calls.isEmpty() || functionCall != null || audio != null || !refusal.isEmpty();
        // A first chunk's content "" is no answer beside another one.
        boolean hasContent = content != null && !(content.isEmpty() && answersOtherwise);
        List<String> nulls = new ArrayList<>();
        if (!hasContent) {
            nulls.add("content");
        }
        if (refusal.isEmpty()) {
            nulls.add("refusal");
        }
        return new AssistantMessage(
                hasContent ? new TextContent(content()) : null,
                refusal.isEmpty() ? null : refusal.toString(),
                reasoning.isEmpty() ? null : reasoning.toString(),
                null,
                calls,
                functionCall == null
                        ? null
                        : new FunctionCall(functionCall.name(), functionCall.text(), functionCall.additional()),
                annotations == null ? null : new JsonArray(annotations),
                audio == null ? null : audio.toJson(),
                messageAdditional.toJson(nulls));
    }
}
