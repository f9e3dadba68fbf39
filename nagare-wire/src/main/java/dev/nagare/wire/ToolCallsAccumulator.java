package dev.nagare.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one choice so far.
 *
 * <p>Which call a fragment belongs to: the one of its index. Without an index, the one of its id; with a new id, a new
 * one; with neither, the last one. Some servers give every call the index 0: a fragment that names a function and has
 * an id of its own begins a new call. Others make up a new id for every fragment, but name no function with it.
 */
final class ToolCallsAccumulator {
    /** More tool calls than any answer makes. */
    static final int MAX_CALLS = 1_024;

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> latestByIndex = new HashMap<>();
    private final Map<String, Call> byId = new HashMap<>();

    void add(int choice, ToolCallDelta delta, ToolCallListener listener) {
        Call call = find(delta);
        boolean begins = call == null;
        if (call == null) {
            if (calls.size() == MAX_CALLS) {
                throw new MalformedJsonException("chunk: more than " + MAX_CALLS + " tool calls in one choice");
            }
            Integer index = delta.index();
            call = new Call(calls.size(), index == null ? calls.size() : index);
            calls.add(call);
            latestByIndex.put(call.index, call);
        }
        if (call.id == null && isText(delta.id())) {
            call.id = delta.id();
            byId.putIfAbsent(call.id, call);
        }
        call.add(delta);
        listener.fragment(choice, call.order, begins, delta);
    }

    private @Nullable Call find(ToolCallDelta delta) {
        Integer index = delta.index();
        if (index != null) {
            Call call = latestByIndex.get(index);
            return call != null && call.isAnother(delta) ? null : call;
        }
        if (isText(delta.id())) {
            return byId.get(delta.id());
        }
        return calls.isEmpty() ? null : calls.get(calls.size() - 1);
    }

    List<ToolCall> toolCalls() {
        return calls.stream()
                .sorted(Comparator.comparingInt(call -> call.index))
                .map(Call::toolCall)
                .toList();
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static final class Call {
        final int order;
        final int index;

        @Nullable
        String id;

        private @Nullable String type;
        private @Nullable NamedText function;
        private @Nullable NamedText custom;
        private final MergedMembers additional = new MergedMembers();

        Call(int order, int index) {
            this.order = order;
            this.index = index;
        }

        boolean isAnother(ToolCallDelta delta) {
            boolean hasOtherId = id != null && isText(delta.id()) && !id.equals(delta.id());
            boolean isNamed = (function != null && function.isNamed()) || (custom != null && custom.isNamed());
            return hasOtherId && isNamed && names(delta);
        }

        private static boolean names(ToolCallDelta delta) {
            FunctionDelta function = delta.function();
            CustomDelta custom = delta.custom();
            return (function != null && isText(function.name())) || (custom != null && isText(custom.name()));
        }

        void add(ToolCallDelta delta) {
            if (type == null && isText(delta.type())) {
                type = delta.type();
            }
            FunctionDelta functionPart = delta.function();
            if (functionPart != null) {
                function = function == null ? new NamedText() : function;
                function.add(functionPart.name(), functionPart.arguments(), functionPart.additional());
            }
            CustomDelta customPart = delta.custom();
            if (customPart != null) {
                custom = custom == null ? new NamedText() : custom;
                custom.add(customPart.name(), customPart.input(), customPart.additional());
            }
            additional.add(delta.additional());
        }

        ToolCall toolCall() {
            String kind = type != null ? type : function != null ? "function" : custom != null ? "custom" : null;
            return new ToolCall(
                    id,
                    kind,
                    function == null ? null : new FunctionCall(function.name(), function.text(), function.additional()),
                    custom == null ? null : new CustomCall(custom.name(), custom.text(), custom.additional()),
                    additional.toJson());
        }
    }
}
