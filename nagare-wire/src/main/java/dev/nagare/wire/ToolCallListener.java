package dev.nagare.wire;

/** Is told which tool call each fragment of a stream belongs to, which its index and id do not always say. */
@FunctionalInterface
public interface ToolCallListener {
    /**
     * A fragment was added.
     *
     * @param choice the choice's index
     * @param call which call of the choice, from 0 in the order in which they began
     * @param begins whether it is the call's first fragment
     * @param fragment the fragment
     */
    void fragment(int choice, int call, boolean begins, ToolCallDelta fragment);
}
